package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/**
 * Blends with black.
 *
 * @param factor 0 for black, 1 for the image as it is, more for a brighter one
 */
public record Brightness(double factor) implements Operation {

  /**
   * Checks the factor.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public Brightness {
    new Blend(factor);
  }

  @Override
  public void apply(byte[] from, ImageShape shape, byte[] into) {
    Blend blend = new Blend(factor);
    new ByteTable(value -> blend.of(value, 0)).apply(from, 0, shape.values(), into);
  }
}
