package arcface4j.eval;

import java.util.stream.IntStream;

/**
 * The receiver operating characteristic of scored pairs: a pair is accepted if its score is at
 * least the threshold. One point for each distinct score, falling, after the point (0, 0).
 *
 * <p>FAR = accepted different pairs / all different pairs, TAR = accepted same pairs / all same
 * pairs, FRR = 1 - TAR. If there are no pairs of one kind its rate is NaN.
 */
public final class RocCurve {

  private final double[] thresholds; // [P], falling, +infinity first
  private final long[] acceptedSame; // [P], rising from 0
  private final long[] acceptedDifferent; // [P], rising from 0

  private RocCurve(double[] thresholds, long[] acceptedSame, long[] acceptedDifferent) {
    this.thresholds = thresholds;
    this.acceptedSame = acceptedSame;
    this.acceptedDifferent = acceptedDifferent;
  }

  static RocCurve of(ScoreHistogram histogram) {
    int[] filled =
        IntStream.range(0, histogram.thresholds().length)
            .filter(b -> histogram.same()[b] + histogram.different()[b] > 0)
            .toArray();
    double[] thresholds = new double[filled.length + 1];
    long[] same = new long[filled.length + 1];
    long[] different = new long[filled.length + 1];
    thresholds[0] = Double.POSITIVE_INFINITY;
    for (int i = 0; i < filled.length; i++) {
      thresholds[i + 1] = histogram.thresholds()[filled[i]];
      same[i + 1] = same[i] + histogram.same()[filled[i]];
      different[i + 1] = different[i] + histogram.different()[filled[i]];
    }
    return new RocCurve(thresholds, same, different);
  }

  /** Points, with the first one at (0, 0). */
  public int size() {
    return thresholds.length;
  }

  /** The least score that is accepted at a point: falling, +infinity at the first one. */
  public double threshold(int point) {
    return thresholds[point];
  }

  /** FAR at a point, 0 to 1 and never falling; NaN without different pairs. */
  public double falseAcceptRate(int point) {
    return (double) acceptedDifferent[point] / different();
  }

  /** TAR at a point, 0 to 1 and never falling; NaN without same pairs. */
  public double trueAcceptRate(int point) {
    return (double) acceptedSame[point] / same();
  }

  /** Pairs of one class. */
  public long same() {
    return acceptedSame[size() - 1];
  }

  /** Pairs of two classes. */
  public long different() {
    return acceptedDifferent[size() - 1];
  }

  /** Area under the curve by trapezoids: tied scores count one half. */
  public double area() {
    double area = 0;
    for (int i = 1; i < size(); i++) {
      double step = acceptedDifferent[i] - acceptedDifferent[i - 1];
      area += step * (acceptedSame[i] + acceptedSame[i - 1]) / 2;
    }
    return area / different() / same();
  }

  /** FAR where FAR = FRR on the piecewise linear curve. */
  public double equalErrorRate() {
    if (same() == 0 || different() == 0) {
      return Double.NaN;
    }
    int after = 1;
    while (excess(after) < 0) {
      after++;
    }
    double share = -excess(after - 1) / (excess(after) - excess(after - 1));
    double before = falseAcceptRate(after - 1);
    return before + share * (falseAcceptRate(after) - before);
  }

  /** FAR - FRR: -1 at the first point, 1 at the last, never falling. */
  private double excess(int point) {
    return falseAcceptRate(point) + trueAcceptRate(point) - 1;
  }

  /** The largest TAR of a point whose FAR does not exceed the target; not interpolated. */
  public double trueAcceptRateAt(double falseAcceptRate) {
    return trueAcceptRate(lastPointWithin(falseAcceptRate));
  }

  /** The smallest threshold whose FAR does not exceed the target; infinite if none accepts. */
  public double thresholdAt(double falseAcceptRate) {
    return thresholds[lastPointWithin(falseAcceptRate)];
  }

  private int lastPointWithin(double target) {
    int low = 0;
    int high = size() - 1;
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (falseAcceptRate(middle) <= target) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Share of pairs that are decided rightly at a point. */
  double accuracy(int point) {
    double right = acceptedSame[point] + (different() - acceptedDifferent[point]);
    return right / (same() + different());
  }
}
