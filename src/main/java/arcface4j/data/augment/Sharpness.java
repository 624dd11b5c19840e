package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/**
 * Blends with a slightly blurred image whose outermost rows and columns are not; an image of 2
 * pixels or less in height or width stays as it is.
 *
 * @param factor 0 for the blurred image, 1 for the image as it is, more for a sharper one
 */
public record Sharpness(double factor) implements Operation {

  private static final int SIDE = 3;
  private static final int CENTER = 5;
  private static final int SUM = 13;

  /**
   * Checks the factor.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public Sharpness {
    new Blend(factor);
  }

  @Override
  public void apply(byte[] from, ImageShape shape, byte[] into) {
    int width = shape.width();
    if (shape.height() < SIDE || width < SIDE) {
      System.arraycopy(from, 0, into, 0, shape.values());
      return;
    }
    Blend blend = new Blend(factor);
    // The edge blends with itself, which a cut fraction can make darker by 1.
    new ByteTable(value -> blend.of(value, value)).apply(from, 0, shape.values(), into);
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int y = 1; y < shape.height() - 1; y++) {
        int line = (channel * shape.height() + y) * width;
        for (int at = line + 1; at < line + width - 1; at++) {
          into[at] = blend.of(from[at] & 0xff, smooth(from, at, width));
        }
      }
    }
  }

  /** The mean of 3 x 3 pixels, of which the one in the middle counts 5 times; rounded. */
  private static int smooth(byte[] from, int at, int width) {
    int sum =
        row(from, at - width)
            + row(from, at)
            + row(from, at + width)
            + (CENTER - 1) * (from[at] & 0xff);
    return (sum + SUM / 2) / SUM;
  }

  private static int row(byte[] from, int at) {
    return (from[at - 1] & 0xff) + (from[at] & 0xff) + (from[at + 1] & 0xff);
  }
}
