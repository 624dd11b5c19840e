package arcface4j.image;

import arcface4j.io.DataException;

/**
 * The first frame of a GIF on its canvas.
 *
 * @param canvasWidth columns of the canvas
 * @param canvasHeight rows of the canvas
 * @param left first column of the frame
 * @param top first row of the frame
 * @param flagsAt where the byte stands that says whether rows are interlaced
 * @param interlaced whether every eighth row comes first, then those between them
 * @param transparent whether one of its colours is transparent
 */
record GifFrame(
    int canvasWidth,
    int canvasHeight,
    int left,
    int top,
    int width,
    int height,
    int flagsAt,
    boolean interlaced,
    boolean transparent) {

  static final int INTERLACED = 0x40;
  private static final int TABLE_FLAG = 0x80;
  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xF9;
  private static final int IMAGE = 0x2C;

  /** First row and step of each pass over interlaced rows. */
  private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

  /**
   * Reads the blocks up to the first frame.
   *
   * @throws DataException if there is none
   */
  static GifFrame of(byte[] bytes) throws DataException {
    Bytes file = new Bytes(bytes);
    int at = 13 + tableBytes(file.u8(10));
    boolean transparent = false;
    while (file.u8(at) == EXTENSION) {
      if (file.u8(at + 1) == GRAPHIC_CONTROL) {
        transparent = (file.u8(at + 3) & 1) != 0;
      }
      at = afterSubBlocks(file, at + 2);
    }
    if (file.u8(at) != IMAGE) {
      throw new DataException("the GIF holds no picture");
    }
    return frame(file, at, transparent);
  }

  private static GifFrame frame(Bytes file, int at, boolean transparent) throws DataException {
    int left = file.u16Little(at + 1);
    int top = file.u16Little(at + 3);
    int width = file.u16Little(at + 5);
    int height = file.u16Little(at + 7);
    return new GifFrame(
        Math.max(file.u16Little(6), left + width),
        Math.max(file.u16Little(8), top + height),
        left,
        top,
        width,
        height,
        at + 9,
        (file.u8(at + 9) & INTERLACED) != 0,
        transparent);
  }

  private static int tableBytes(int flags) {
    return (flags & TABLE_FLAG) == 0 ? 0 : 3 << (flags & 7) + 1;
  }

  private static int afterSubBlocks(Bytes file, int at) throws DataException {
    int next = at;
    while (file.u8(next) != 0) {
      next += 1 + file.u8(next);
    }
    return next + 1;
  }

  /** As which row of the file each row of the frame comes. */
  int[] storedRows() {
    int[] stored = new int[height];
    int at = 0;
    for (int[] pass : interlaced ? PASSES : new int[][] {{0, 1}}) {
      for (int y = pass[0]; y < height; y += pass[1]) {
        stored[y] = at++;
      }
    }
    return stored;
  }
}
