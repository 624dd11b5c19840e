package arcface4j.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Percentile bootstrap (Efron and Tibshirani 1993, chapter 13).
 *
 * @param samples how often the data are drawn anew, 1000 for 95 %
 * @param seed of the draws
 */
public record Bootstrap(int samples, long seed) {

  private static final double TAIL = 0.025;

  /** Refuses fewer than 40 samples: 2.5 % of them would be less than one. */
  public Bootstrap {
    if (samples < 40) {
      throw new IllegalArgumentException(samples + " bootstrap samples; 95 % needs at least 40");
    }
  }

  /** The intervals of some measures, all computed from the same draws. */
  List<Interval> intervals(
      List<Measure> measures, String resampled, Function<Random, double[]> draw) {
    Random random = new Random(seed);
    double[][] drawn = new double[samples][];
    for (int i = 0; i < samples; i++) {
      drawn[i] = draw.apply(random);
    }
    List<Interval> intervals = new ArrayList<>();
    for (int m = 0; m < measures.size(); m++) {
      intervals.add(interval(measures.get(m), column(drawn, m), resampled));
    }
    return intervals;
  }

  private static double[] column(double[][] drawn, int index) {
    return Arrays.stream(drawn)
        .mapToDouble(values -> values[index])
        .filter(value -> !Double.isNaN(value))
        .sorted()
        .toArray();
  }

  private static Interval interval(Measure measure, double[] sorted, String resampled) {
    if (!measure.isDefined() || sorted.length == 0) {
      return new Interval(measure.name(), Double.NaN, Double.NaN, 0, resampled);
    }
    double low = quantile(sorted, TAIL);
    return new Interval(measure.name(), low, quantile(sorted, 1 - TAIL), sorted.length, resampled);
  }

  private static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
