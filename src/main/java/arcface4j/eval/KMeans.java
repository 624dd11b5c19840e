package arcface4j.eval;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Lloyd's k-means on unit embeddings, repeatable bit for bit whatever the number of threads. A
 * round compares a row with the centres that moved, and with the others only if the row's own
 * centre went away from it: the others were no nearer before and still stand where they stood. So
 * the clusters are those of comparing all with all. Letters: K clusters here.
 */
final class KMeans {

  private static final int MAX_ROUNDS = 100;
  private static final int BLOCK = 1024; // rows that a thread takes at a time

  private final float[] rows; // [N, D]
  private final int width; // D
  private final int count; // N
  private final int threads;
  private final int[] clusters; // [N]
  private final double[] nearest; // [N], squared distance to the own centre, by its cosine
  private final double[] distances; // [N], the same, not below 0, and 0 where a centre moved to
  private float[] centres; // [K, D]
  private double[] squares; // [K], of the centres' lengths
  private int[] moved; // the centres that the last round moved

  private KMeans(EmbeddingSet images, float[] centres, int threads) {
    this.rows = images.values();
    this.width = images.width();
    this.count = images.size();
    this.threads = threads;
    this.clusters = new int[count];
    this.nearest = new double[count];
    Arrays.fill(nearest, Double.NEGATIVE_INFINITY); // the first round compares all with all
    this.distances = new double[count];
    this.centres = centres;
    this.squares = squares(centres);
    this.moved = IntStream.range(0, squares.length).toArray();
  }

  /** The clusters [N] of the start that ends with the smallest sum of squared distances. */
  static int[] best(EmbeddingSet images, int k, EvaluationOptions options) {
    Random random = new Random(options.seed());
    KMeansSeeding seeding = new KMeansSeeding(images);
    KMeans best = null;
    for (int start = 0; start < options.clusterings(); start++) {
      float[] centres = seeding.draw(k, random, options.threads());
      KMeans next = new KMeans(images, centres, options.threads());
      next.run();
      if (best == null || sum(next.distances) < sum(best.distances)) {
        best = next;
      }
    }
    return best.clusters;
  }

  static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private void run() {
    boolean changed = true;
    for (int round = 0; changed && round < MAX_ROUNDS; round++) {
      changed = assign();
      move(means());
    }
  }

  /** Gives each row its nearest centre; whether any changed. */
  private boolean assign() {
    int[] before = clusters.clone();
    boolean[] left = leftByTheirCentre();
    compare(rowsWhere(left, false), moved, false);
    compare(rowsWhere(left, true), IntStream.range(0, squares.length).toArray(), true);
    for (int i = 0; i < count; i++) {
      distances[i] = Math.max(0, nearest[i]);
    }
    return !Arrays.equals(before, clusters);
  }

  private static int[] rowsWhere(boolean[] marks, boolean wanted) {
    return IntStream.range(0, marks.length).filter(i -> marks[i] == wanted).toArray();
  }

  /** Measures each row's way to its own centre again; whether that is longer now. */
  private boolean[] leftByTheirCentre() {
    boolean[] left = new boolean[count];
    boolean[] hasMoved = new boolean[squares.length];
    Arrays.stream(moved).forEach(c -> hasMoved[c] = true);
    Workers.run(
        threads,
        (count + BLOCK - 1) / BLOCK,
        () -> left,
        (marks, block) -> {
          for (int i = block * BLOCK; i < Math.min(count, (block + 1) * BLOCK); i++) {
            if (hasMoved[clusters[i]]) {
              double distance = distance(cosine(i, clusters[i]), clusters[i]);
              marks[i] = distance > nearest[i];
              nearest[i] = distance;
            }
          }
        });
    return left;
  }

  private float cosine(int row, int centre) {
    return ExactSearch.cosine(
        Arrays.copyOfRange(rows, row * width, (row + 1) * width),
        Arrays.copyOfRange(centres, centre * width, (centre + 1) * width));
  }

  private double distance(float cosine, int centre) {
    return 1 - 2 * (double) cosine + squares[centre];
  }

  /**
   * Compares rows with centres; of equally near ones the first is taken.
   *
   * @param anew whether the centre that a row had does not count
   */
  private void compare(int[] some, int[] candidates, boolean anew) {
    if (some.length == 0 || candidates.length == 0) {
      return;
    }
    SimilarityRows.visit(
        gather(rows, some),
        width,
        Panels.of(gather(centres, candidates), width),
        threads,
        () -> (row, cosines) -> choose(some[row], candidates, cosines, anew));
  }

  private void choose(int row, int[] candidates, float[] cosines, boolean anew) {
    int cluster = anew ? 0 : clusters[row];
    double least = anew ? Double.POSITIVE_INFINITY : nearest[row];
    for (int j = 0; j < candidates.length; j++) {
      double distance = distance(cosines[j], candidates[j]);
      if (distance < least || (distance == least && candidates[j] < cluster)) {
        least = distance;
        cluster = candidates[j];
      }
    }
    clusters[row] = cluster;
    nearest[row] = least;
  }

  private float[] gather(float[] from, int[] places) {
    if (places.length * width == from.length) {
      return from;
    }
    float[] gathered = new float[places.length * width];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(from, places[i] * width, gathered, i * width, width);
    }
    return gathered;
  }

  private void move(float[] means) {
    moved =
        IntStream.range(0, squares.length)
            .filter(
                c ->
                    !Arrays.equals(
                        means, c * width, (c + 1) * width, centres, c * width, (c + 1) * width))
            .toArray();
    centres = means;
    squares = squares(means);
  }

  private double[] squares(float[] of) {
    double[] sums = new double[of.length / width];
    for (int i = 0; i < of.length; i++) {
      sums[i / width] += (double) of[i] * of[i];
    }
    return sums;
  }

  /** Means of the clusters; an empty cluster moves to the row that is farthest from its centre. */
  private float[] means() {
    int k = centres.length / width;
    double[] sums = new double[centres.length];
    int[] sizes = new int[k];
    for (int i = 0; i < count; i++) {
      sizes[clusters[i]]++;
      for (int d = 0; d < width; d++) {
        sums[clusters[i] * width + d] += rows[i * width + d];
      }
    }
    float[] means = new float[centres.length];
    for (int c = 0; c < k; c++) {
      if (sizes[c] == 0) {
        System.arraycopy(rows, farthest() * width, means, c * width, width);
      }
      for (int d = 0; sizes[c] > 0 && d < width; d++) {
        means[c * width + d] = (float) (sums[c * width + d] / sizes[c]);
      }
    }
    return means;
  }

  private int farthest() {
    int farthest = 0;
    for (int i = 1; i < count; i++) {
      farthest = distances[i] > distances[farthest] ? i : farthest;
    }
    distances[farthest] = 0; // the next empty cluster takes another row
    return farthest;
  }
}
