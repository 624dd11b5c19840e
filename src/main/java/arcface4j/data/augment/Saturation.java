package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/**
 * Blends with the gray image; C = 3.
 *
 * @param factor 0 for gray, 1 for the image as it is, more for stronger colours
 */
public record Saturation(double factor) implements Operation {

  /**
   * Checks the factor.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public Saturation {
    new Blend(factor);
  }

  @Override
  public void apply(byte[] from, ImageShape shape, byte[] into) {
    Luma.requireColours("saturation", shape);
    Blend blend = new Blend(factor);
    int pixels = shape.pixels();
    for (int red = 0, green = pixels, blue = 2 * pixels; red < pixels; red++, green++, blue++) {
      int gray = Luma.at(from, pixels, red);
      into[red] = blend.of(from[red] & 0xff, gray);
      into[green] = blend.of(from[green] & 0xff, gray);
      into[blue] = blend.of(from[blue] & 0xff, gray);
    }
  }
}
