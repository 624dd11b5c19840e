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

  /** Weight of the pixel in the middle; the other 8 count once. */
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
    int[] columns = new int[width]; // sums of three pixels
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int y = 1; y < shape.height() - 1; y++) {
        int line = (channel * shape.height() + y) * width;
        sumColumns(from, line, columns);
        for (int x = 1; x < width - 1; x++) {
          int pixel = from[line + x] & 0xff;
          int sum = columns[x - 1] + columns[x] + columns[x + 1] + (CENTER - 1) * pixel;
          into[line + x] = blend.of(pixel, (sum + SUM / 2) / SUM);
        }
      }
    }
  }

  private static void sumColumns(byte[] from, int line, int[] columns) {
    int above = line - columns.length;
    int below = line + columns.length;
    for (int x = 0; x < columns.length; x++) {
      columns[x] = (from[above + x] & 0xff) + (from[line + x] & 0xff) + (from[below + x] & 0xff);
    }
  }
}
