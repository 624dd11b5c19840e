package arcface4j.eval;

import java.util.Arrays;
import java.util.Random;

/**
 * Draws the first centres by k-means++ (Arthur and Vassilvitskii 2007): each is a row, with a
 * chance in proportion to its squared distance to the nearest centre before. The distances are sums
 * in double; a cosine in float, which costs a tenth, tells which rows a new centre cannot come
 * nearer to.
 */
final class KMeansSeeding {

  private final float[] rows; // [N, D], each of length one
  private final int width; // D
  private final Panels panels; // of the rows
  private final double doubt; // a squared distance by cosines is within this of the sum
  private final float[] cosines; // [N] with the newest centre
  private final double[] distances; // [N], squared, to the nearest centre

  KMeansSeeding(EmbeddingSet images) {
    this.rows = images.values();
    this.width = images.width();
    this.panels = Panels.of(rows, width);
    // Twice the rounding of a cosine's sum, and the rows' lengths, which are 1 but for rounding.
    this.doubt = 1e-6 + 2.0 * width * Math.ulp(0.5f);
    this.cosines = new float[images.size()];
    this.distances = new double[images.size()];
  }

  /**
   * Draws anew.
   *
   * @return [K, D] rows
   */
  float[] draw(int k, Random random, int threads) {
    float[] chosen = new float[k * width];
    int row = random.nextInt(distances.length);
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    for (int c = 0; c < k; c++) {
      System.arraycopy(rows, row * width, chosen, c * width, width);
      approach(row, threads);
      row = next(random);
    }
    return chosen;
  }

  private void approach(int centre, int threads) {
    float[] query = panels.padded(rows, centre);
    Workers.run(
        threads,
        panels.size(),
        () -> new float[panels.columns()],
        (sums, panel) -> {
          panels.multiply(panel, query, sums, cosines);
          int first = panel * panels.columns();
          int end = Math.min(first + panels.columns(), distances.length);
          for (int i = first; i < end; i++) {
            if (2 - 2 * (double) cosines[i] < distances[i] + doubt) {
              distances[i] = Math.min(distances[i], squaredDistance(i, centre));
            }
          }
        });
  }

  private double squaredDistance(int row, int centre) {
    double squares = 0;
    for (int d = 0; d < width; d++) {
      double difference = (double) rows[row * width + d] - rows[centre * width + d];
      squares += difference * difference;
    }
    return squares;
  }

  private int next(Random random) {
    double left = random.nextDouble() * KMeans.sum(distances);
    for (int i = 0; i < distances.length; i++) {
      left -= distances[i];
      if (left < 0) {
        return i;
      }
    }
    return random.nextInt(distances.length); // every row lies on a centre
  }
}
