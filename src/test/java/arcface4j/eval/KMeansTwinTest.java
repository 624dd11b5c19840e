package arcface4j.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clusters are, to the last row, those of comparing every row with every centre. */
class KMeansTwinTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1, 0.1",
    "12, 3, 12, 40, 0.1",
    "61, 2, 7, 5, 0.3",
    "157, 9, 6, 13, 0.3",
    "700, 17, 40, 40, 0.5",
    "1100, 64, 90, 90, 0.4",
  })
  void theShortWayGivesTheClustersOfTheLongOne(
      int count, int width, int classes, int k, double noise) {
    EmbeddingSet images = RandomImages.of(count, width, classes, noise, 3);
    for (int starts = 1; starts <= 3; starts++) {
      EvaluationOptions options =
          EvaluationOptions.defaults().withThreads(2).withClusterings(starts).withSeed(count);
      assertArrayEquals(
          longWay(images, k, starts, new Random(count)), KMeans.best(images, k, options));
    }
  }

  private static int[] longWay(EmbeddingSet images, int k, int starts, Random random) {
    Plain best = null;
    for (int start = 0; start < starts; start++) {
      Plain next = new Plain(images, k);
      next.run(random);
      if (best == null || next.inertia() < best.inertia()) {
        best = next;
      }
    }
    return best.clusters;
  }

  /** Lloyd's k-means after k-means++ as the papers have them. */
  private static final class Plain {
    private final float[][] rows;
    private final float[][] centres;
    private final int[] clusters;
    private final double[] distances;

    Plain(EmbeddingSet images, int k) {
      rows =
          IntStream.range(0, images.size())
              .mapToObj(row -> images.rows(new int[] {row}))
              .toArray(float[][]::new);
      centres = new float[k][];
      clusters = new int[rows.length];
      distances = new double[rows.length];
    }

    void run(Random random) {
      seed(random);
      int[] before = null;
      for (int round = 0; round < 100 && !Arrays.equals(before, clusters); round++) {
        before = clusters.clone();
        for (int i = 0; i < rows.length; i++) {
          assign(i);
        }
        move();
      }
    }

    private void seed(Random random) {
      Arrays.fill(distances, Double.POSITIVE_INFINITY);
      int chosen = random.nextInt(rows.length);
      for (int c = 0; c < centres.length; c++) {
        centres[c] = rows[chosen];
        for (int i = 0; i < rows.length; i++) {
          distances[i] = Math.min(distances[i], squaredDistance(rows[i], centres[c]));
        }
        chosen = draw(random);
      }
    }

    private int draw(Random random) {
      double left = random.nextDouble() * inertia();
      for (int i = 0; i < rows.length; i++) {
        left -= distances[i];
        if (left < 0) {
          return i;
        }
      }
      return random.nextInt(rows.length);
    }

    private void assign(int row) {
      double least = Double.POSITIVE_INFINITY;
      for (int c = 0; c < centres.length; c++) {
        double squares = 0;
        for (float value : centres[c]) {
          squares += (double) value * value;
        }
        double distance = 1 - 2 * (double) ExactSearch.cosine(rows[row], centres[c]) + squares;
        if (distance < least) {
          least = distance;
          clusters[row] = c;
        }
      }
      distances[row] = Math.max(0, least);
    }

    private void move() {
      for (int c = 0; c < centres.length; c++) {
        int cluster = c;
        int[] own = IntStream.range(0, rows.length).filter(i -> clusters[i] == cluster).toArray();
        centres[c] = own.length == 0 ? rows[farthest()].clone() : mean(own);
      }
    }

    private float[] mean(int[] own) {
      float[] mean = new float[rows[0].length];
      for (int d = 0; d < mean.length; d++) {
        double sum = 0;
        for (int row : own) {
          sum += rows[row][d];
        }
        mean[d] = (float) (sum / own.length);
      }
      return mean;
    }

    private int farthest() {
      int farthest = 0;
      for (int i = 1; i < rows.length; i++) {
        farthest = distances[i] > distances[farthest] ? i : farthest;
      }
      distances[farthest] = 0;
      return farthest;
    }

    double inertia() {
      double sum = 0;
      for (double distance : distances) {
        sum += distance;
      }
      return sum;
    }

    private static double squaredDistance(float[] one, float[] other) {
      double squares = 0;
      for (int d = 0; d < one.length; d++) {
        double difference = (double) one[d] - other[d];
        squares += difference * difference;
      }
      return squares;
    }
  }
}
