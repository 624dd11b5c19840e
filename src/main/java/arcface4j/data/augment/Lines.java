package arcface4j.data.augment;

/**
 * One plane in floats, line by line. Sums of whole lines are what the compiler makes vector
 * instructions of, so that both axes are filtered as lines, of a plane that is transposed between.
 */
final class Lines {

  private Lines() {}

  /**
   * Reads bytes.
   *
   * @param start place of the first
   * @param stride from one line to the next
   * @return [height, width]
   */
  static float[][] read(byte[] from, int start, int stride, int height, int width) {
    float[][] lines = new float[height][width];
    for (int y = 0; y < height; y++) {
      int at = start + y * stride;
      for (int x = 0; x < width; x++) {
        lines[y][x] = from[at + x] & 0xff;
      }
    }
    return lines;
  }

  /** [width, height] of [height, width]. */
  static float[][] transposed(float[][] lines) {
    float[][] transposed = new float[lines[0].length][lines.length];
    for (int y = 0; y < lines.length; y++) {
      float[] line = lines[y];
      for (int x = 0; x < line.length; x++) {
        transposed[x][y] = line[x];
      }
    }
    return transposed;
  }

  /** Writes values from 0 to 255 as bytes, from {@code start} on. */
  static void round(float[][] lines, byte[] into, int start) {
    int at = start;
    for (float[] line : lines) {
      for (float value : line) {
        into[at++] = (byte) (int) Math.rint(value);
      }
    }
  }
}
