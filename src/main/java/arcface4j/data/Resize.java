package arcface4j.data;

import arcface4j.image.Resampler;

/**
 * Resizes planes of square images with the {@link Resampler}. Safe for many threads.
 *
 * @param shape [C, H, W] of what comes in
 * @param side height and width of what goes out
 * @param axis the filter, or null where nothing changes
 */
record Resize(ImageShape shape, int side, Resampler axis) {

  /** Leaves images as they are. */
  static Resize none(ImageShape shape) {
    return new Resize(shape, shape.width(), null);
  }

  /**
   * To T x T pixels.
   *
   * @param side T
   * @throws IllegalArgumentException if the images are not square
   */
  static Resize to(int side, ImageShape shape) {
    if (shape.height() != shape.width()) {
      throw new IllegalArgumentException(
          "images of %d x %d are not square".formatted(shape.height(), shape.width()));
    }
    int from = shape.width();
    return side == from ? none(shape) : new Resize(shape, side, new Resampler(from, 0, from, side));
  }

  /** Values of an image that goes out. */
  int values() {
    return axis == null ? shape.values() : shape.channels() * side * side;
  }

  /**
   * Writes the resized planes.
   *
   * @param planes [C, H, W]
   * @param into receives them from {@code offset} on
   */
  void write(float[] planes, float[] into, int offset) {
    if (axis == null) {
      System.arraycopy(planes, 0, into, offset, planes.length);
      return;
    }
    float[] narrow = new float[shape.height() * side]; // [H, T]
    for (int channel = 0; channel < shape.channels(); channel++) {
      narrowLines(planes, channel, narrow);
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          into[offset + (channel * side + y) * side + x] = axis.apply(narrow, x, side, y);
        }
      }
    }
  }

  private void narrowLines(float[] planes, int channel, float[] narrow) {
    for (int y = 0; y < shape.height(); y++) {
      int line = (channel * shape.height() + y) * shape.width();
      for (int x = 0; x < side; x++) {
        narrow[y * side + x] = axis.apply(planes, line, 1, x);
      }
    }
  }
}
