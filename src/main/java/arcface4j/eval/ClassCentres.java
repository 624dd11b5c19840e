package arcface4j.eval;

import java.util.Arrays;

/**
 * Classification by the nearest class centre, the direction of the mean of a class's references.
 *
 * <p>When queries are their own references, the query is taken out of its class's centre first;
 * then a lone query's class has no centre and the query counts as wrong. A centre of length zero is
 * nearest to nobody. Of equally near centres the smallest label wins.
 */
final class ClassCentres {

  private final int[] classes; // [C], ascending
  private final double[] sums; // [C, D], not scaled
  private final int width; // D

  private ClassCentres(int[] classes, double[] sums, int width) {
    this.classes = classes;
    this.sums = sums;
    this.width = width;
  }

  static ClassCentres of(EmbeddingSet references) {
    int[] classes = references.classes();
    int width = references.width();
    double[] sums = new double[classes.length * width];
    for (int row = 0; row < references.size(); row++) {
      int first = Arrays.binarySearch(classes, references.label(row)) * width;
      for (int d = 0; d < width; d++) {
        sums[first + d] += references.values()[row * width + d];
      }
    }
    return new ClassCentres(classes, sums, width);
  }

  /** Whether each query is nearest to its own class's centre. */
  static QueryColumn accuracy(Protocol protocol, int threads) {
    ClassCentres centres = of(protocol.references());
    EmbeddingSet queries = protocol.queries();
    double[] correct = new double[queries.size()];
    SimilarityRows.visit(
        queries.values(),
        centres.width,
        Panels.of(centres.directions(), centres.width),
        threads,
        () ->
            (query, scores) -> {
              if (protocol.leavesSelfOut()) {
                centres.leaveOut(queries, query, scores);
              }
              correct[query] = centres.isNearest(scores, queries.label(query)) ? 1 : 0;
            });
    return new QueryColumn(
        "nearest-centre accuracy", correct, protocol.description(), "no queries");
  }

  /** [C, D] centres of length one; NaN where the sum is zero. */
  private float[] directions() {
    float[] directions = new float[sums.length];
    for (int c = 0; c < classes.length; c++) {
      System.arraycopy(direction(sum(c)), 0, directions, c * width, width);
    }
    return directions;
  }

  /** [D] the sum of a class, copied. */
  private double[] sum(int c) {
    return Arrays.copyOfRange(sums, c * width, (c + 1) * width);
  }

  private static float[] direction(double[] sum) {
    double squares = 0;
    for (double value : sum) {
      squares += value * value;
    }
    float[] direction = new float[sum.length];
    for (int d = 0; d < sum.length; d++) {
      direction[d] = (float) (sum[d] / Math.sqrt(squares));
    }
    return direction;
  }

  /**
   * Replaces the score of the query's own class by that of the centre of the others in it, rounded
   * as the other scores are, so that rounding decides no tie.
   */
  private void leaveOut(EmbeddingSet queries, int query, float[] scores) {
    int own = Arrays.binarySearch(classes, queries.label(query));
    float[] embedding = queries.rows(new int[] {query});
    double[] rest = sum(own);
    for (int d = 0; d < width; d++) {
      rest[d] -= embedding[d];
    }
    scores[own] = ExactSearch.cosine(embedding, direction(rest));
  }

  private boolean isNearest(float[] scores, int label) {
    int best = -1;
    for (int c = 0; c < scores.length; c++) {
      boolean nearer = best < 0 || scores[c] > scores[best];
      if (nearer && !Float.isNaN(scores[c])) {
        best = c;
      }
    }
    return best >= 0 && classes[best] == label;
  }
}
