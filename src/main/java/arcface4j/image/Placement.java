package arcface4j.image;

/**
 * Which part of a picture goes where: the part of width x height pixels at (left, top) becomes
 * columns x rows pixels at (x, y) of the result; what it leaves free is black.
 */
record Placement(int left, int top, int width, int height, int x, int y, int columns, int rows) {

  /** For a picture of this size as it is shown. */
  static Placement of(int width, int height, Preprocessing wanted) {
    return switch (wanted.fit()) {
      case RESIZE -> new Placement(0, 0, width, height, 0, 0, wanted.width(), wanted.height());
      case CROP -> crop(width, height, wanted);
      case PAD -> pad(width, height, wanted);
    };
  }

  private static Placement crop(int width, int height, Preprocessing wanted) {
    int partWidth = Math.min(width, share(height, wanted.width(), wanted.height()));
    int partHeight = Math.min(height, share(width, wanted.height(), wanted.width()));
    int left = (width - partWidth) / 2;
    int top = (height - partHeight) / 2;
    return new Placement(left, top, partWidth, partHeight, 0, 0, wanted.width(), wanted.height());
  }

  private static Placement pad(int width, int height, Preprocessing wanted) {
    int columns = Math.min(wanted.width(), share(wanted.height(), width, height));
    int rows = Math.min(wanted.height(), share(wanted.width(), height, width));
    int x = (wanted.width() - columns) / 2;
    int y = (wanted.height() - rows) / 2;
    return new Placement(0, 0, width, height, x, y, columns, rows);
  }

  /** The other side of a shape numerator : denominator whose one side is {@code length}. */
  private static int share(int length, int numerator, int denominator) {
    long side = Math.round((double) length * numerator / denominator);
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, side));
  }

  /**
   * By how much a decoder may shrink the picture before the rest is resized: the largest of 8, 4, 2
   * and 1 that leaves at least the pixels asked for, as Pillow's {@code draft}.
   */
  int reduction() {
    int reduction = 8;
    while (reduction > 1 && (width / reduction < columns || height / reduction < rows)) {
      reduction /= 2;
    }
    return reduction;
  }
}
