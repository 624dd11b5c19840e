package arcface4j.image;

/** The samples of a stored picture, row by row. */
interface PixelRows {

  /** What the samples of a pixel are, and how many. */
  enum Kind {
    GRAY(1),
    RGB(3),
    /** Ink: 0 is none. */
    CMYK(4);

    private final int bands;

    Kind(int bands) {
      this.bands = bands;
    }

    int bands() {
      return bands;
    }
  }

  Kind kind();

  int width();

  int height();

  /** Whether pixels may be transparent; where not, {@code alpha} is left alone. */
  boolean hasAlpha();

  /**
   * Reads the pixels [from, to) of row y.
   *
   * @param samples [to - from, bands] in 0 to 255
   * @param alpha [to - from] in 0 to 1
   */
  void read(int y, int from, int to, float[] samples, float[] alpha);
}
