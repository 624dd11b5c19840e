package arcface4j.eval;

import java.util.Arrays;

/**
 * N labelled embeddings of width D, each scaled to length one, so that a dot product is a cosine.
 */
public final class EmbeddingSet {

  private final float[] values; // [N, D], rows of length one
  private final int width; // D
  private final int[] labels; // [N]

  private EmbeddingSet(float[] values, int width, int[] labels) {
    this.values = values;
    this.width = width;
    this.labels = labels;
  }

  /**
   * Copies the rows and scales each to length one.
   *
   * @param values [N, D], row by row
   * @param width D
   * @param labels [N], any whole numbers
   * @throws IllegalArgumentException if the sizes do not fit, there are no rows, or a row has a
   *     value that is not finite or has length zero and so no direction
   */
  public static EmbeddingSet of(float[] values, int width, int[] labels) {
    checkSizes(values.length, width, labels.length);
    float[] unit = new float[values.length];
    for (int row = 0; row < labels.length; row++) {
      double length = length(values, width, row);
      for (int i = row * width; i < (row + 1) * width; i++) {
        unit[i] = (float) (values[i] / length);
      }
    }
    return new EmbeddingSet(unit, width, labels.clone());
  }

  private static void checkSizes(int length, int width, int labels) {
    if (width < 1) {
      throw new IllegalArgumentException("embedding width " + width + " is not positive");
    }
    if (labels == 0) {
      throw new IllegalArgumentException("0 embeddings; at least one is needed");
    }
    if (length != (long) width * labels) {
      throw new IllegalArgumentException(
          length + " values are not " + labels + " labels times width " + width);
    }
  }

  private static double length(float[] values, int width, int row) {
    double squares = 0;
    for (int i = row * width; i < (row + 1) * width; i++) {
      squares += (double) values[i] * values[i];
    }
    if (!Double.isFinite(squares)) {
      throw new IllegalArgumentException(
          "embedding " + row + " (counted from 0) has a value that is NaN or infinite");
    }
    if (squares == 0) {
      throw new IllegalArgumentException(
          "embedding " + row + " (counted from 0) is all zeros and has no direction");
    }
    return Math.sqrt(squares);
  }

  /** Copies some rows, [n, D]. */
  public float[] rows(int[] rows) {
    float[] copy = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(values, rows[i] * width, copy, i * width, width);
    }
    return copy;
  }

  /** N. */
  public int size() {
    return labels.length;
  }

  /** D. */
  public int width() {
    return width;
  }

  public int label(int row) {
    return labels[row];
  }

  /** The labels that occur, ascending. */
  public int[] classes() {
    return Arrays.stream(labels).sorted().distinct().toArray();
  }

  /** [N], not copied. */
  int[] labels() {
    return labels;
  }

  /** [N, D], not copied. */
  float[] values() {
    return values;
  }
}
