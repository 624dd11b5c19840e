package arcface4j.eval;

import java.util.Arrays;

/**
 * References laid out for {@link SimilarityRows}: panels of up to 512 references, each transposed,
 * so that the innermost loop runs over references side by side and the compiler turns it into
 * vector instructions. A sum over D would not become one: its order of additions is fixed by the
 * language.
 *
 * <p>Every dot product is added up in the same order whatever its place in the panel, so equal rows
 * have equal scores and dot(a, b) = dot(b, a), bit for bit.
 */
final class Panels {

  /** Most references in one panel: 1 MB at width 512, which stays in the second-level cache. */
  private static final int MOST_COLUMNS = 512;

  static final int STEP = 4; // rows of a panel that are added at a time

  private final float[][][] panels; // [G / columns, D rounded up to 4, columns]
  private final int columns; // 512, or G if that is less
  private final int count; // G
  private final int width; // D

  private Panels(float[][][] panels, int count, int width) {
    this.panels = panels;
    this.columns = panels[0][0].length;
    this.count = count;
    this.width = width;
  }

  /** Lays out [G, D] rows; what fills the last panel up is zero. */
  static Panels of(float[] rows, int width) {
    int count = rows.length / width;
    int depth = (width + STEP - 1) / STEP * STEP;
    int columns = Math.min(MOST_COLUMNS, count);
    float[][][] panels = new float[(count + columns - 1) / columns][depth][columns];
    for (int row = 0; row < count; row++) {
      float[][] panel = panels[row / columns];
      for (int d = 0; d < width; d++) {
        panel[d][row % columns] = rows[row * width + d];
      }
    }
    return new Panels(panels, count, width);
  }

  int count() {
    return count;
  }

  /** References in one panel. */
  int columns() {
    return columns;
  }

  /** Number of panels. */
  int size() {
    return panels.length;
  }

  /** A query row with zeros up to the depth of the panels. */
  float[] padded(float[] rows, int row) {
    float[] query = new float[panels[0].length];
    System.arraycopy(rows, row * width, query, 0, width);
    return query;
  }

  /**
   * Dot products of one query with one panel.
   *
   * @param query [D rounded up to 4]
   * @param sums [columns] scratch
   * @param scores [G], where the panel's part is written
   */
  void multiply(int panel, float[] query, float[] sums, float[] scores) {
    float[][] rows = panels[panel];
    Arrays.fill(sums, 0);
    for (int d = 0; d < query.length; d += STEP) {
      add(query, d, rows[d], rows[d + 1], rows[d + 2], rows[d + 3], sums);
    }
    int first = panel * columns;
    System.arraycopy(sums, 0, scores, first, Math.min(columns, count - first));
  }

  // Separate arrays without offsets, four at a time: with offsets or eight at a time HotSpot 17
  // does not vectorise the loop and it is three times slower.
  private static void add(
      float[] query, int d, float[] r0, float[] r1, float[] r2, float[] r3, float[] sums) {
    float q0 = query[d];
    float q1 = query[d + 1];
    float q2 = query[d + 2];
    float q3 = query[d + 3];
    for (int j = 0; j < sums.length; j++) {
      sums[j] += (q0 * r0[j] + q1 * r1[j]) + (q2 * r2[j] + q3 * r3[j]);
    }
  }
}
