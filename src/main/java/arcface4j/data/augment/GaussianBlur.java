package arcface4j.data.augment;

import arcface4j.data.ImageShape;
import java.util.Arrays;

/**
 * Weights each pixel's neighbours by a bell; the image is mirrored at its outermost row and column,
 * which are not repeated.
 *
 * @param radius pixels on each side that count; the kernel has 2 radius + 1
 * @param sigma of the bell in pixels, above 0
 */
public record GaussianBlur(int radius, double sigma) implements Operation {

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the radius is negative or sigma is not above 0
   */
  public GaussianBlur {
    if (radius < 0 || !(sigma > 0) || Double.isInfinite(sigma)) {
      throw new IllegalArgumentException(
          "a blur of radius %d and sigma %s: 0 or more and above 0 are needed"
              .formatted(radius, sigma));
    }
  }

  @Override
  public void apply(byte[] from, ImageShape shape, byte[] into) {
    int height = shape.height();
    int width = shape.width();
    if (radius >= Math.min(height, width)) {
      throw new IllegalArgumentException(
          "a blur of radius %d needs images of at least %d pixels; these have %d x %d"
              .formatted(radius, radius + 1, height, width));
    }
    float[] weights = weights();
    float[] lines = new float[height * width]; // [H, W] blurred along the rows
    float[] padded = new float[width + 2 * radius];
    float[] sums = new float[width];
    for (int channel = 0; channel < shape.channels(); channel++) {
      int plane = channel * shape.pixels();
      for (int y = 0; y < height; y++) {
        pad(from, plane + y * width, padded, width);
        blurLine(padded, weights, lines, y * width, width);
      }
      for (int y = 0; y < height; y++) {
        blurColumns(lines, weights, sums, y, height);
        round(sums, into, plane + y * width);
      }
    }
  }

  /** [2 radius + 1], with the sum 1. */
  private float[] weights() {
    double[] bell = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < bell.length; i++) {
      double sigmas = (i - radius) / sigma;
      bell[i] = Math.exp(-0.5 * sigmas * sigmas);
      sum += bell[i];
    }
    float[] weights = new float[bell.length];
    for (int i = 0; i < bell.length; i++) {
      weights[i] = (float) (bell[i] / sum);
    }
    return weights;
  }

  private void pad(byte[] from, int line, float[] padded, int width) {
    for (int x = 0; x < width; x++) {
      padded[radius + x] = from[line + x] & 0xff;
    }
    for (int i = 1; i <= radius; i++) {
      padded[radius - i] = from[line + i] & 0xff;
      padded[radius + width - 1 + i] = from[line + width - 1 - i] & 0xff;
    }
  }

  private static void blurLine(
      float[] padded, float[] weights, float[] lines, int line, int width) {
    for (int x = 0; x < width; x++) {
      lines[line + x] = weights[0] * padded[x];
    }
    for (int i = 1; i < weights.length; i++) {
      float weight = weights[i];
      for (int x = 0; x < width; x++) {
        lines[line + x] += weight * padded[i + x];
      }
    }
  }

  private void blurColumns(float[] lines, float[] weights, float[] sums, int y, int height) {
    Arrays.fill(sums, 0);
    for (int i = 0; i < weights.length; i++) {
      float weight = weights[i];
      int line = mirrored(y + i - radius, height) * sums.length;
      for (int x = 0; x < sums.length; x++) {
        sums[x] += weight * lines[line + x];
      }
    }
  }

  private static int mirrored(int row, int height) {
    int inside = Math.abs(row);
    return inside < height ? inside : 2 * (height - 1) - inside;
  }

  private static void round(float[] sums, byte[] into, int line) {
    for (int x = 0; x < sums.length; x++) {
      into[line + x] = (byte) (int) (sums[x] + 0.5f);
    }
  }
}
