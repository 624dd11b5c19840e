package arcface4j.eval;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How often each class was taken for each: rows are the truth, columns the prediction.
 *
 * <p>The classes are those that occur in either list, ascending, as in scikit-learn.
 */
public final class ConfusionMatrix {

  private final int[] classes; // [C], ascending
  private final long[][] counts; // [C, C]: truth, prediction

  private ConfusionMatrix(int[] classes, long[][] counts) {
    this.classes = classes;
    this.counts = counts;
  }

  /**
   * Counts N images.
   *
   * @param truth [N] labels
   * @param predicted [N] predicted labels
   * @throws IllegalArgumentException if the lists are empty or differ in length
   */
  public static ConfusionMatrix of(int[] truth, int[] predicted) {
    if (truth.length != predicted.length) {
      throw new IllegalArgumentException(
          truth.length + " labels and " + predicted.length + " predictions; one each is needed");
    }
    if (truth.length == 0) {
      throw new IllegalArgumentException("0 labels; a confusion matrix needs at least one");
    }
    int[] classes =
        IntStream.concat(Arrays.stream(truth), Arrays.stream(predicted))
            .sorted()
            .distinct()
            .toArray();
    long[][] counts = new long[classes.length][classes.length];
    for (int i = 0; i < truth.length; i++) {
      counts[index(classes, truth[i])][index(classes, predicted[i])]++;
    }
    return new ConfusionMatrix(classes, counts);
  }

  private static int index(int[] classes, int label) {
    return Arrays.binarySearch(classes, label);
  }

  /** Rows and columns exchanged: the predictions taken as truth. */
  public ConfusionMatrix transposed() {
    int size = classes.length;
    long[][] swapped = new long[size][size];
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        swapped[column][row] = counts[row][column];
      }
    }
    return new ConfusionMatrix(classes, swapped);
  }

  /** The labels of rows and columns, ascending. */
  public int[] classes() {
    return classes.clone();
  }

  /** The counts, [C, C]: truth, prediction; a copy. */
  public long[][] counts() {
    return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
  }

  /** Images of class {@code truth} that were taken for {@code predicted}; 0 for unknown labels. */
  public long count(int truth, int predicted) {
    int row = index(classes, truth);
    int column = index(classes, predicted);
    return row < 0 || column < 0 ? 0 : counts[row][column];
  }

  /** Images counted. */
  public long total() {
    return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
  }

  /** Images that were taken for what they are. */
  public long correct() {
    return IntStream.range(0, classes.length).mapToLong(i -> counts[i][i]).sum();
  }

  /** Images of the class at this row. */
  long support(int row) {
    return Arrays.stream(counts[row]).sum();
  }

  /** Images taken for the class at this column. */
  long predicted(int column) {
    return Arrays.stream(counts).mapToLong(row -> row[column]).sum();
  }

  /** Images of the class at this row that were taken for it. */
  long hits(int row) {
    return counts[row][row];
  }
}
