package arcface4j.data.augment;

import arcface4j.data.ImageShape;

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
    for (int channel = 0; channel < shape.channels(); channel++) {
      int plane = channel * shape.pixels();
      float[][] lines = blurred(Lines.read(from, plane, width, height, width), weights);
      float[][] columns = blurred(Lines.transposed(lines), weights);
      Lines.round(Lines.transposed(columns), into, plane);
    }
  }

  /** [2 radius + 1] the bell, with the sum 1. */
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

  /** Each line becomes the weighted sum of the lines around it. */
  private float[][] blurred(float[][] lines, float[] weights) {
    int length = lines[0].length;
    float[][] blurred = new float[lines.length][length];
    for (int y = 0; y < lines.length; y++) {
      for (int i = 0; i < weights.length; i++) {
        add(weights[i], lines[mirrored(y + i - radius, lines.length)], blurred[y]);
      }
    }
    return blurred;
  }

  /** Whole lines without an offset: the form that C2 makes vector instructions of. */
  private static void add(float weight, float[] line, float[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += weight * line[x];
    }
  }

  private static int mirrored(int line, int lines) {
    int inside = Math.abs(line);
    return inside < lines ? inside : 2 * (lines - 1) - inside;
  }
}
