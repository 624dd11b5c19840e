package arcface4j.eval;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Compares a clustering with the labels. */
final class Clustering {

  private static final String NAME = "NMI";

  private Clustering() {}

  /** NMI of k-means with as many clusters as the queries have classes. */
  static Measure measure(Protocol protocol, EvaluationOptions options) {
    EmbeddingSet images = protocol.queries();
    int classes = images.classes().length;
    if (options.clusterings() == 0) {
      return Measure.undefined(NAME, images.size(), protocol.description(), "left out as asked");
    }
    String text = "k-means of the queries, k=" + classes + "; " + protocol.description();
    if (classes == 1) {
      return Measure.undefined(NAME, images.size(), text, "the images are of one class only");
    }
    int[] clusters = KMeans.best(images, classes, options);
    return Measure.of(NAME, mutualInformation(images.labels(), clusters), images.size(), text);
  }

  /**
   * Normalised mutual information, 2 I(U; V) / (H(U) + H(V)); 1 for equal partitions (Manning,
   * Raghavan and Schuetze 2008, eq. 16.2). NaN if both have one part only.
   */
  static double mutualInformation(int[] labels, int[] clusters) {
    double n = labels.length;
    Map<Long, Integer> joint = new HashMap<>();
    for (int i = 0; i < labels.length; i++) {
      joint.merge((long) labels[i] << 32 | Integer.toUnsignedLong(clusters[i]), 1, Integer::sum);
    }
    double ofLabels = entropy(counts(labels), n);
    double ofClusters = entropy(counts(clusters), n);
    double ofBoth = entropy(joint.values().stream().mapToInt(c -> c).sorted().toArray(), n);
    double information = ofLabels + ofClusters - ofBoth;
    return 2 * Math.max(0, information) / (ofLabels + ofClusters);
  }

  // Sorted, so that the sum does not depend on the order of a hash table.
  private static int[] counts(int[] parts) {
    Map<Integer, Integer> counts = new HashMap<>();
    Arrays.stream(parts).forEach(part -> counts.merge(part, 1, Integer::sum));
    return counts.values().stream().mapToInt(c -> c).sorted().toArray();
  }

  private static double entropy(int[] counts, double n) {
    return -Arrays.stream(counts).mapToDouble(c -> c / n * Math.log(c / n)).sum();
  }
}
