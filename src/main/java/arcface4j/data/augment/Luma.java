package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/** How bright a colour is: 0.2989 red + 0.587 green + 0.114 blue, without the fraction. */
final class Luma {

  private static final int COLOURS = 3;

  private Luma() {}

  static int of(int red, int green, int blue) {
    return (int) (0.2989f * red + 0.587f * green + 0.114f * blue);
  }

  /**
   * The luma of pixel {@code at} of planes [3, H, W].
   *
   * @param pixels H W
   */
  static int at(byte[] planes, int pixels, int at) {
    return of(planes[at] & 0xff, planes[pixels + at] & 0xff, planes[2 * pixels + at] & 0xff);
  }

  static boolean hasColours(ImageShape shape) {
    return shape.channels() == COLOURS;
  }

  /**
   * Refuses images without colours.
   *
   * @param change what needs them
   * @throws IllegalArgumentException with the number of channels
   */
  static void requireColours(String change, ImageShape shape) {
    if (!hasColours(shape)) {
      throw new IllegalArgumentException(
          "%s needs images of 3 channels (red, green, blue); these have %d"
              .formatted(change, shape.channels()));
    }
  }
}
