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
      double length = 0;
      for (int i = c * width; i < (c + 1) * width; i++) {
        length += sums[i] * sums[i];
      }
      for (int i = c * width; i < (c + 1) * width; i++) {
        directions[i] = (float) (sums[i] / Math.sqrt(length));
      }
    }
    return directions;
  }

  /** Replaces the score of the query's own class by that of the centre of the others in it. */
  private void leaveOut(EmbeddingSet queries, int query, float[] scores) {
    int own = Arrays.binarySearch(classes, queries.label(query));
    double dot = 0;
    double squares = 0;
    for (int d = 0; d < width; d++) {
      double value = queries.values()[query * width + d];
      double rest = sums[own * width + d] - value;
      dot += value * rest;
      squares += rest * rest;
    }
    scores[own] = (float) (dot / Math.sqrt(squares));
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
