package arcface4j.cli;

import arcface4j.eval.ExactSearch;
import arcface4j.search.EmbeddingIndex;
import arcface4j.train.EnrolledClass;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The ways in which {@code predict} turns an embedding into probabilities of classes. */
final class ClassScores {

  private static final double USUAL_SCALE = 30;

  private ClassScores() {}

  /** The probability of each class by its name. */
  interface Rule {
    /**
     * Judges images, which cost less together.
     *
     * @param count n
     * @param units [n, D] embeddings of length one
     * @param logits [n, K] margin-free logits of the trained classes
     * @return [n] in their order
     */
    List<Map<String, Double>> of(int count, float[] units, float[] logits) throws IOException;
  }

  /** Judges one image after the other, as {@link Rule} does. */
  private interface OneByOne {
    Map<String, Double> of(float[] unit, float[] logits);

    default Rule rule() {
      return (count, units, logits) ->
          IntStream.range(0, count)
              .mapToObj(i -> of(row(units, i, count), row(logits, i, count)))
              .toList();
    }

    private static float[] row(float[] rows, int row, int count) {
      int width = rows.length / count;
      return Arrays.copyOfRange(rows, row * width, (row + 1) * width);
    }
  }

  /** The head's logits; an enrolled class has s times the cosine with its centre. */
  static Rule byHead(List<String> trained, List<EnrolledClass> enrolled, double scale) {
    OneByOne judge =
        (unit, logits) -> {
          Map<String, Double> scores = new LinkedHashMap<>();
          for (int k = 0; k < logits.length; k++) {
            scores.put(trained.get(k), (double) logits[k]);
          }
          enrolled.forEach(c -> scores.put(c.name(), scale * cosine(unit, doubles(c.sum()))));
          return softmax(scores);
        };
    return judge.rule();
  }

  /**
   * The cosines with the centres of an index's classes and of enrolled ones, times s. The images of
   * a class that is both are taken together.
   */
  static Rule byCentre(EmbeddingIndex index, List<EnrolledClass> enrolled, double scale) {
    Map<String, double[]> centres = new LinkedHashMap<>(index.labelSums());
    enrolled.forEach(c -> centres.merge(c.name(), doubles(c.sum()), ClassScores::sum));
    double factor = scale == 1 ? USUAL_SCALE : scale;
    OneByOne judge =
        (unit, logits) -> {
          Map<String, Double> scores = new LinkedHashMap<>();
          centres.forEach((name, centre) -> scores.put(name, factor * cosine(unit, centre)));
          return softmax(scores);
        };
    return judge.rule();
  }

  /** Shares of the votes of the k nearest entries, or of all where there are fewer. */
  static Rule byNeighbours(EmbeddingIndex index, int k) {
    return (count, units, logits) ->
        index.search(units, k, ExactSearch.nobody(count)).stream()
            .map(nearest -> votes(index, nearest))
            .toList();
  }

  private static Map<String, Double> votes(
      EmbeddingIndex index, List<ExactSearch.Neighbour> nearest) {
    Map<String, Double> votes = new LinkedHashMap<>();
    for (ExactSearch.Neighbour near : nearest) {
      votes.merge(index.label(near.row()), 1.0 / nearest.size(), Double::sum);
    }
    return votes;
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
