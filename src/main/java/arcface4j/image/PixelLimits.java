package arcface4j.image;

import arcface4j.io.DataException;

/**
 * What is more likely an attack or a mistake than a picture: refused by the numbers in its header,
 * before anything of its size is allocated.
 */
final class PixelLimits {

  /** More than any camera makes. */
  static final long MAX_PIXELS = 100_000_000;

  /** More than any format but PNG, TIFF and PNM can say, and more than anyone scans. */
  static final int MAX_SIDE = 1_000_000;

  /** Of the heap, so much is left for all else that happens at the same time. */
  private static final int SHARE_OF_HEAP = 2;

  private PixelLimits() {}

  /**
   * Checks what a header says.
   *
   * @param bitsPerPixel of the array that the decoder fills
   * @throws DataException with the number that is too large
   */
  static void check(long width, long height, int bitsPerPixel) throws DataException {
    if (width < 1 || height < 1) {
      throw new DataException("%d x %d has no pixels".formatted(width, height));
    }
    if (width > MAX_SIDE || height > MAX_SIDE) {
      throw new DataException(
          "a side of %d x %d pixels is above %d".formatted(width, height, MAX_SIDE));
    }
    if (width * height > MAX_PIXELS) {
      throw new DataException(
          "%d x %d are %d pixels, more than %d"
              .formatted(width, height, width * height, MAX_PIXELS));
    }
    checkBytes(width * height / 8 * bitsPerPixel);
  }

  private static void checkBytes(long bytes) throws DataException {
    long limit = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    if (bytes > limit) {
      throw new DataException(
          "its pixels take %d MB, more than half of the heap of %d MB; give java a larger -Xmx"
              .formatted(bytes >> 20, limit * SHARE_OF_HEAP >> 20));
    }
  }
}
