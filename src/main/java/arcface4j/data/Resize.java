package arcface4j.data;

import arcface4j.image.Resampler;

/**
 * Resizes planes with the {@link Resampler}. Safe for many threads.
 *
 * @param shape [C, H, W] of what comes in
 * @param height of what goes out
 * @param width of what goes out
 * @param rows the filter from H to the height; null where nothing changes
 * @param columns the filter from W to the width; null where nothing changes
 */
record Resize(ImageShape shape, int height, int width, Resampler rows, Resampler columns) {

  /** Leaves images as they are. */
  static Resize none(ImageShape shape) {
    return new Resize(shape, shape.height(), shape.width(), null, null);
  }

  /**
   * To a height of T pixels; the width changes by the same factor, to the nearest pixel.
   *
   * @param height T
   */
  static Resize to(int height, ImageShape shape) {
    if (height == shape.height()) {
      return none(shape);
    }
    int width = Math.max(1, Math.round((float) height * shape.width() / shape.height()));
    return new Resize(
        shape,
        height,
        width,
        new Resampler(shape.height(), 0, shape.height(), height),
        new Resampler(shape.width(), 0, shape.width(), width));
  }

  /** Values of an image that goes out. */
  int values() {
    return shape.channels() * height * width;
  }

  /**
   * Writes the resized planes.
   *
   * @param planes [C, H, W]
   * @param into receives them from {@code offset} on
   */
  void write(float[] planes, float[] into, int offset) {
    if (rows == null) {
      System.arraycopy(planes, 0, into, offset, planes.length);
      return;
    }
    float[] narrow = new float[shape.height() * width]; // [H, width]
    for (int channel = 0; channel < shape.channels(); channel++) {
      narrowLines(planes, channel, narrow);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          into[offset + (channel * height + y) * width + x] = rows.apply(narrow, x, width, y);
        }
      }
    }
  }

  private void narrowLines(float[] planes, int channel, float[] narrow) {
    for (int y = 0; y < shape.height(); y++) {
      int line = (channel * shape.height() + y) * shape.width();
      for (int x = 0; x < width; x++) {
        narrow[y * width + x] = columns.apply(planes, line, 1, x);
      }
    }
  }
}
