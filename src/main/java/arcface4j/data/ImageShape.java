package arcface4j.data;

/**
 * The size of an image.
 *
 * @param channels C
 * @param height H
 * @param width W
 */
public record ImageShape(int channels, int height, int width) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is not positive or C H W exceeds one Java array
   */
  public ImageShape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "an image of %d x %d x %d has no pixels".formatted(channels, height, width));
    }
    if ((double) channels * height * width > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "an image of %d x %d x %d is too large".formatted(channels, height, width));
    }
  }

  /** H W, the number of pixels of one plane. */
  public int pixels() {
    return height * width;
  }

  /** C H W, the number of values of one image. */
  public int values() {
    return channels * pixels();
  }
}
