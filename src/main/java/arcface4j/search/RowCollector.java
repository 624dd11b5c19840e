package arcface4j.search;

import arcface4j.eval.ExactSearch;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Hands vectors on in large chunks, so that adding many times leaves no small ones. */
final class RowCollector {

  private static final int CHUNK_ROWS = 1 << 16;
  private static final int CHUNK_NUMBERS = 1 << 25; // 128 MiB, 65,536 rows of 512

  private final int width; // D
  private final ExactSearch search;
  private final float[] chunk; // [65536 or fewer, D]
  private int filled;

  /**
   * A collector.
   *
   * @param rows how many will come at most
   */
  RowCollector(int width, int rows) {
    this.width = width;
    this.search = new ExactSearch(width);
    int most = Math.max(1, Math.min(CHUNK_ROWS, CHUNK_NUMBERS / width));
    this.chunk = new float[Math.min(most, rows) * width];
  }

  /** Takes a vector [D] from the buffer's position on. */
  void add(FloatBuffer from) {
    from.get(chunk, filled, width);
    filled += width;
    if (filled == chunk.length) {
      flush();
    }
  }

  private void flush() {
    if (filled > 0) {
      search.add(Arrays.copyOf(chunk, filled));
      filled = 0;
    }
  }

  /** The search over all that came. */
  ExactSearch finish() {
    flush();
    return search;
  }
}
