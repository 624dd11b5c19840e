package arcface4j.eval;

import java.util.Arrays;
import java.util.Random;

/**
 * Lloyd's k-means on unit embeddings with k-means++ seeding (Arthur and Vassilvitskii 2007),
 * repeatable bit for bit whatever the number of threads. Letters: K clusters here.
 */
final class KMeans {

  private static final int MAX_ROUNDS = 100;

  private final float[] rows; // [N, D]
  private final int width; // D
  private final int count; // N
  private final int threads;
  private final int[] clusters; // [N]
  private final double[] distances; // [N], squared, to the nearest centre
  private float[] centres; // [K, D]

  private KMeans(EmbeddingSet images, int k, int threads, Random random) {
    this.rows = images.values();
    this.width = images.width();
    this.count = images.size();
    this.threads = threads;
    this.clusters = new int[count];
    this.distances = new double[count];
    this.centres = seed(k, random);
  }

  /** The clusters [N] of the start that ends with the smallest sum of squared distances. */
  static int[] best(EmbeddingSet images, int k, EvaluationOptions options) {
    Random random = new Random(options.seed());
    KMeans best = null;
    for (int start = 0; start < options.clusterings(); start++) {
      KMeans next = new KMeans(images, k, options.threads(), random);
      next.run();
      if (best == null || next.inertia() < best.inertia()) {
        best = next;
      }
    }
    return best.clusters;
  }

  private void run() {
    boolean moved = true;
    for (int round = 0; moved && round < MAX_ROUNDS; round++) {
      moved = assign();
      centres = means();
    }
  }

  private double inertia() {
    double sum = 0;
    for (double distance : distances) {
      sum += distance;
    }
    return sum;
  }

  /** Draws each centre with a chance in proportion to its squared distance to the ones before. */
  private float[] seed(int k, Random random) {
    float[] chosen = new float[k * width];
    int row = random.nextInt(count);
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    for (int c = 0; c < k; c++) {
      System.arraycopy(rows, row * width, chosen, c * width, width);
      approach(row);
      row = draw(random);
    }
    return chosen;
  }

  private void approach(int centre) {
    for (int i = 0; i < count; i++) {
      double squares = 0;
      for (int d = 0; d < width; d++) {
        double difference = (double) rows[i * width + d] - rows[centre * width + d];
        squares += difference * difference;
      }
      distances[i] = Math.min(distances[i], squares);
    }
  }

  private int draw(Random random) {
    double left = random.nextDouble() * inertia();
    for (int i = 0; i < count; i++) {
      left -= distances[i];
      if (left < 0) {
        return i;
      }
    }
    return random.nextInt(count); // every row lies on a centre
  }

  /** Gives each row its nearest centre; whether any changed. */
  private boolean assign() {
    double[] squares = squares();
    int[] before = clusters.clone();
    SimilarityRows.visit(
        rows,
        width,
        Panels.of(centres, width),
        threads,
        () -> (row, scores) -> assign(row, scores, squares));
    return !Arrays.equals(before, clusters);
  }

  private void assign(int row, float[] scores, double[] squares) {
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < scores.length; c++) {
      double distance = 1 - 2 * (double) scores[c] + squares[c];
      if (distance < least) {
        least = distance;
        nearest = c;
      }
    }
    clusters[row] = nearest;
    distances[row] = Math.max(0, least);
  }

  private double[] squares() {
    double[] squares = new double[centres.length / width];
    for (int i = 0; i < centres.length; i++) {
      squares[i / width] += (double) centres[i] * centres[i];
    }
    return squares;
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
