package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/**
 * Blends with the gray of the image's mean luma; the mean value where there are no colours.
 *
 * @param factor 0 for that gray, 1 for the image as it is, more for more contrast
 */
public record Contrast(double factor) implements Operation {

  /**
   * Checks the factor.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public Contrast {
    new Blend(factor);
  }

  @Override
  public void apply(byte[] from, ImageShape shape, byte[] into) {
    Blend blend = new Blend(factor);
    float gray = Luma.hasColours(shape) ? meanLuma(from, shape.pixels()) : mean(from, shape);
    new ByteTable(value -> blend.of(value, gray)).apply(from, 0, shape.values(), into);
  }

  private static float meanLuma(byte[] planes, int pixels) {
    long sum = 0;
    for (int at = 0; at < pixels; at++) {
      sum += Luma.at(planes, pixels, at);
    }
    return (float) sum / pixels;
  }

  private static float mean(byte[] planes, ImageShape shape) {
    long sum = 0;
    for (int at = 0; at < shape.values(); at++) {
      sum += planes[at] & 0xff;
    }
    return (float) sum / shape.values();
  }
}
