package arcface4j.data.augment;

import arcface4j.data.ImageShape;
import arcface4j.data.SplitMix64;
import java.util.Arrays;

/**
 * A rectangle of an image.
 *
 * @param top first row
 * @param left first column
 * @param height rows; 0 for none
 * @param width columns; 0 for none
 */
public record Area(int top, int left, int height, int width) {

  /** No pixel. */
  public static final Area NONE = new Area(0, 0, 0, 0);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public Area {
    if (top < 0 || left < 0 || height < 0 || width < 0) {
      throw new IllegalArgumentException(
          "an area of %d x %d at (%d, %d) has a negative number"
              .formatted(height, width, top, left));
    }
  }

  /** What of the rows [top, bottom) and the columns [left, right) lies in an image. */
  public static Area within(ImageShape shape, int top, int left, int bottom, int right) {
    int firstRow = Math.max(0, top);
    int firstColumn = Math.max(0, left);
    int height = Math.min(shape.height(), bottom) - firstRow;
    int width = Math.min(shape.width(), right) - firstColumn;
    return height <= 0 || width <= 0 ? NONE : new Area(firstRow, firstColumn, height, width);
  }

  /** Of given sides, at any place in an image with the same chance. */
  static Area anywhere(int height, int width, ImageShape shape, SplitMix64 random) {
    int top = random.below(shape.height() - height + 1);
    int left = random.below(shape.width() - width + 1);
    return new Area(top, left, height, width);
  }

  /** Its pixels. */
  public int pixels() {
    return height * width;
  }

  /**
   * Sets the area to 0, which after normalisation is the mean colour.
   *
   * @param normalised [C, H, W] from {@code offset} on
   * @param shape of an image that the area lies in
   */
  public void clear(float[] normalised, int offset, ImageShape shape) {
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int row = 0; row < height; row++) {
        int from = offset + start(channel, row, shape);
        Arrays.fill(normalised, from, from + width, 0);
      }
    }
  }

  /**
   * Takes the area from another image.
   *
   * @param from holds [C, H, W] from {@code fromOffset} on
   * @param into holds [C, H, W] from {@code intoOffset} on
   * @param shape of images that the area lies in
   */
  void copy(float[] from, int fromOffset, float[] into, int intoOffset, ImageShape shape) {
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int row = 0; row < height; row++) {
        int start = start(channel, row, shape);
        System.arraycopy(from, fromOffset + start, into, intoOffset + start, width);
      }
    }
  }

  /** Where row {@code row} of the area begins in planes [C, H, W]. */
  int start(int channel, int row, ImageShape shape) {
    return (channel * shape.height() + top + row) * shape.width() + left;
  }
}
