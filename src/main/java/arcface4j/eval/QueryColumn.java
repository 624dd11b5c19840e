package arcface4j.eval;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One retrieval measure query by query; the measure is its mean.
 *
 * @param name such as {@code Recall@1}
 * @param values [Q]; NaN for a query that is left out
 * @param protocol how it was measured
 * @param leftOut why queries are left out
 */
public record QueryColumn(String name, double[] values, String protocol, String leftOut) {

  /** A column of Q queries that are all left out. */
  static QueryColumn undefined(String name, int queries, String protocol, String reason) {
    double[] values = new double[queries];
    Arrays.fill(values, Double.NaN);
    return new QueryColumn(name, values, protocol, reason);
  }

  /** The mean over all queries that are not left out; n is their number. */
  public Measure mean() {
    return mean(IntStream.range(0, values.length).toArray());
  }

  /** The mean over some queries; a query may occur more than once. */
  Measure mean(int[] queries) {
    double sum = 0;
    long n = 0;
    for (int query : queries) {
      if (!Double.isNaN(values[query])) {
        sum += values[query];
        n++;
      }
    }
    return Measure.ratio(name, sum, n, protocol, leftOut);
  }
}
