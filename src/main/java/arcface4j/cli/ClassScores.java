package arcface4j.cli;

import arcface4j.eval.ExactSearch;
import arcface4j.search.EmbeddingIndex;
import arcface4j.train.EnrolledClass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ways in which {@code predict} turns an embedding into probabilities of classes. */
final class ClassScores {

  private static final double USUAL_SCALE = 30;

  private ClassScores() {}

  /** The probability of each class by its name. */
  interface Rule {
    /**
     * Judges one image.
     *
     * @param unit [D] embedding of length one
     * @param logits [K] margin-free logits of the trained classes
     */
    Map<String, Double> of(float[] unit, float[] logits) throws IOException;
  }

  /** The head's logits; an enrolled class has s times the cosine with its centre. */
  static Rule byHead(List<String> trained, List<EnrolledClass> enrolled, double scale) {
    return (unit, logits) -> {
      Map<String, Double> scores = new LinkedHashMap<>();
      for (int k = 0; k < logits.length; k++) {
        scores.put(trained.get(k), (double) logits[k]);
      }
      enrolled.forEach(c -> scores.put(c.name(), scale * cosine(unit, doubles(c.sum()))));
      return softmax(scores);
    };
  }

  /**
   * The cosines with the centres of an index's classes and of enrolled ones, times s. The images of
   * a class that is both are taken together.
   */
  static Rule byCentre(EmbeddingIndex index, List<EnrolledClass> enrolled, double scale) {
    Map<String, double[]> centres = new LinkedHashMap<>(index.labelSums());
    enrolled.forEach(c -> centres.merge(c.name(), doubles(c.sum()), ClassScores::sum));
    double factor = scale == 1 ? USUAL_SCALE : scale;
    return (unit, logits) -> {
      Map<String, Double> scores = new LinkedHashMap<>();
      centres.forEach((name, centre) -> scores.put(name, factor * cosine(unit, centre)));
      return softmax(scores);
    };
  }

  /** Shares of the votes of the k nearest entries. */
  static Rule byNeighbours(EmbeddingIndex index, int k) {
    return (unit, logits) -> {
      Map<String, Double> votes = new LinkedHashMap<>();
      for (ExactSearch.Neighbour near : index.search(unit, k, ExactSearch.nobody(1)).get(0)) {
        votes.merge(index.label(near.row()), 1.0 / k, Double::sum);
      }
      return votes;
    };
  }

  private static double[] sum(double[] one, double[] other) {
    double[] sum = one.clone();
    for (int d = 0; d < sum.length; d++) {
      sum[d] += other[d];
    }
    return sum;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int d = 0; d < values.length; d++) {
      doubles[d] = values[d];
    }
    return doubles;
  }

  /** The cosine of a row of length one with a row of any length. */
  private static double cosine(float[] unit, double[] other) {
    double dot = 0;
    double squares = 0;
    for (int d = 0; d < unit.length; d++) {
      dot += unit[d] * other[d];
      squares += other[d] * other[d];
    }
    return squares == 0 ? 0 : dot / Math.sqrt(squares);
  }

  private static Map<String, Double> softmax(Map<String, Double> scores) {
    double largest = scores.values().stream().mapToDouble(s -> s).max().orElseThrow();
    double total = scores.values().stream().mapToDouble(s -> Math.exp(s - largest)).sum();
    Map<String, Double> probabilities = new LinkedHashMap<>();
    scores.forEach((name, s) -> probabilities.put(name, Math.exp(s - largest) / total));
    return probabilities;
  }

  /** The likeliest classes first; of equal ones the earlier. */
  static List<Map.Entry<String, Double>> likeliest(Map<String, Double> probabilities, int count) {
    List<Map.Entry<String, Double>> sorted = new ArrayList<>(probabilities.entrySet());
    sorted.sort(Map.Entry.<String, Double>comparingByValue().reversed());
    return sorted.subList(0, Math.min(count, sorted.size()));
  }
}
