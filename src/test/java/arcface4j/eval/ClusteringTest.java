package arcface4j.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusteringTest {

  private static final EvaluationOptions OPTIONS = EvaluationOptions.defaults().withThreads(2);

  @Test
  void equalPartitionsShareEverythingWhateverTheirNames() {
    int[] labels = {0, 0, 5, 5, 5, 9};
    int[] clusters = {2, 2, 0, 0, 0, 1};
    assertEquals(1, Clustering.mutualInformation(labels, clusters), 1e-12);
  }

  @Test
  void independentPartitionsShareNothing() {
    int[] labels = {0, 0, 1, 1};
    int[] clusters = {0, 1, 0, 1};
    assertEquals(0, Clustering.mutualInformation(labels, clusters), 1e-12);
  }

  @Test
  void sharedInformationFollowsFromTheJointTable() {
    Random random = new Random(1);
    int[] labels = random.ints(97, -2, 3).toArray();
    int[] clusters = Arrays.stream(labels).map(l -> random.nextBoolean() ? l + 2 : 1).toArray();
    assertEquals(shared(labels, clusters), Clustering.mutualInformation(labels, clusters), 1e-12);
  }

  /** Sums over the joint table. */
  private static double shared(int[] labels, int[] clusters) {
    double information = 0;
    double ofLabels = 0;
    double ofClusters = 0;
    for (int label : Arrays.stream(labels).distinct().toArray()) {
      double p = share(labels.length, i -> labels[i] == label);
      ofLabels -= p * Math.log(p);
      for (int cluster : Arrays.stream(clusters).distinct().toArray()) {
        double q = share(labels.length, i -> clusters[i] == cluster);
        double both = share(labels.length, i -> labels[i] == label && clusters[i] == cluster);
        information += both > 0 ? both * Math.log(both / (p * q)) : 0;
      }
    }
    for (int cluster : Arrays.stream(clusters).distinct().toArray()) {
      double q = share(labels.length, i -> clusters[i] == cluster);
      ofClusters -= q * Math.log(q);
    }
    return 2 * information / (ofLabels + ofClusters);
  }

  private static double share(int size, IntPredicate rows) {
    return (double) IntStream.range(0, size).filter(rows).count() / size;
  }

  @Test
  void theMeasureIsWhatLabelsShareWithTheClustersOfAsManyClasses() {
    EmbeddingSet images = RandomImages.of(150, 6, 4, 0.3, 8); // ties, and a class of one image
    int[] labels = IntStream.range(0, 150).map(images::label).toArray();
    int classes = images.classes().length;
    Measure measure = Clustering.measure(new Protocol.Closed(images), OPTIONS);

    double twin = shared(labels, KMeans.best(images, classes, OPTIONS));
    assertEquals(twin, measure.value(), 1e-12);
    assertTrue(0.05 < twin && twin < 0.95, "NMI " + twin);
  }

  @Test
  void classesFarApartAreFoundAgain() {
    float[] values = new float[300 * 5];
    int[] labels = new int[300];
    Random random = new Random(2);
    for (int row = 0; row < 300; row++) {
      labels[row] = 10 - row % 5;
      for (int d = 0; d < 5; d++) {
        values[row * 5 + d] = (float) ((d == row % 5 ? 1 : 0) + 0.05 * random.nextGaussian());
      }
    }
    Protocol protocol = new Protocol.Closed(EmbeddingSet.of(values, 5, labels));
    assertEquals(1, Clustering.measure(protocol, OPTIONS).value(), 1e-12);
  }

  @Test
  void everyRowEndsAtItsNearestMean() {
    EmbeddingSet images = RandomImages.of(200, 6, 4, 0.2, 7);
    int[] clusters = KMeans.best(images, 5, OPTIONS);

    assertEquals(5, Arrays.stream(clusters).distinct().count());
    double[][] means = new double[5][6];
    int[] sizes = new int[5];
    for (int row = 0; row < 200; row++) {
      sizes[clusters[row]]++;
      for (int d = 0; d < 6; d++) {
        means[clusters[row]][d] += images.values()[row * 6 + d];
      }
    }
    for (int row = 0; row < 200; row++) {
      double own = distance(images, row, means[clusters[row]], sizes[clusters[row]]);
      for (int c = 0; c < 5; c++) {
        assertTrue(own <= distance(images, row, means[c], sizes[c]) + 1e-6, "row " + row);
      }
    }
  }

  @Test
  void ofSeveralStartsTheBestOneCounts() {
    EmbeddingSet images = RandomImages.of(150, 6, 4, 0.3, 8);
    double[] inertias =
        IntStream.rangeClosed(1, 8)
            .mapToObj(starts -> KMeans.best(images, 12, OPTIONS.withClusterings(starts)))
            .mapToDouble(clusters -> inertia(images, clusters))
            .toArray();

    for (int i = 1; i < inertias.length; i++) {
      assertTrue(inertias[i] <= inertias[i - 1] + 1e-6, Arrays.toString(inertias));
    }
    assertTrue(inertias[7] < inertias[0] - 0.1, Arrays.toString(inertias));
  }

  private static double inertia(EmbeddingSet images, int[] clusters) {
    double inertia = 0;
    for (int cluster : Arrays.stream(clusters).distinct().toArray()) {
      int[] rows = IntStream.range(0, images.size()).filter(i -> clusters[i] == cluster).toArray();
      double[] sum = sum(images.rows(rows), images.width());
      inertia += IntStream.of(rows).mapToDouble(i -> distance(images, i, sum, rows.length)).sum();
    }
    return inertia;
  }

  private static double[] sum(float[] rows, int width) {
    double[] sum = new double[width];
    for (int i = 0; i < rows.length; i++) {
      sum[i % width] += rows[i];
    }
    return sum;
  }

  private static double distance(EmbeddingSet images, int row, double[] sum, int size) {
    double squares = 0;
    for (int d = 0; d < sum.length; d++) {
      double difference = images.values()[row * sum.length + d] - sum[d] / size;
      squares += difference * difference;
    }
    return squares;
  }

  @Test
  void clustersDependOnTheSeedAloneNotOnTheThreads() {
    EmbeddingSet images = RandomImages.of(157, 9, 6, 0.3, 4);
    int[] one = KMeans.best(images, 6, OPTIONS.withThreads(1));

    assertArrayEquals(one, KMeans.best(images, 6, OPTIONS.withThreads(5)));
  }

  @Test
  void fewerPlacesThanClustersDoNotLoopForEver() {
    float[] values = new float[24];
    Arrays.fill(values, 2);
    EmbeddingSet images = EmbeddingSet.of(values, 2, IntStream.range(0, 12).toArray());
    assertEquals(12, KMeans.best(images, 12, OPTIONS).length);
  }
}
