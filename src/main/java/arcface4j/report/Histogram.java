package arcface4j.report;

import java.util.ArrayList;
import java.util.List;

/** Shares in bins of equal width. */
final class Histogram {

  private final double from;
  private final double width;
  private final double[] shares;

  Histogram(double from, double to, int bins) {
    this.from = from;
    this.width = (to - from) / bins;
    this.shares = new double[bins];
  }

  /** The shares of the values, NaN left out; what lies outside counts in the outermost bins. */
  static Histogram of(double[] values, double from, double to, int bins) {
    Histogram histogram = new Histogram(from, to, bins);
    long defined = 0;
    for (double value : values) {
      defined += Double.isNaN(value) ? 0 : 1;
    }
    for (double value : values) {
      if (!Double.isNaN(value)) {
        histogram.add(value, 1.0 / defined);
      }
    }
    return histogram;
  }

  void add(double value, double share) {
    int bin = (int) Math.floor((value - from) / width);
    shares[Math.max(0, Math.min(shares.length - 1, bin))] += share;
  }

  /** The middle of each bin and its share in percent. */
  Chart.Series series(String name) {
    List<Double[]> points = new ArrayList<>();
    for (int bin = 0; bin < shares.length; bin++) {
      points.add(new Double[] {rounded(middle(bin)), rounded(100 * shares[bin])});
    }
    return new Chart.Series(name, points);
  }

  private double middle(int bin) {
    return from + (bin + 0.5) * width;
  }

  /** Six digits behind the point: more, which nobody sees, would only make the page longer. */
  private static double rounded(double value) {
    return Math.round(value * 1e6) / 1e6;
  }

  /** The share between two edges, in coarser bins for a table. */
  double share(double low, double high) {
    double sum = 0;
    for (int bin = 0; bin < shares.length; bin++) {
      sum += middle(bin) > low && middle(bin) < high ? shares[bin] : 0;
    }
    return sum;
  }
}
