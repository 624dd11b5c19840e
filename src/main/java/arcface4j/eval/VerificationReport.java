package arcface4j.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * What verification measured: is a pair of images of one class or not?
 *
 * @param roc the curve over all pairs
 * @param falseAcceptRates the targets of TAR@FAR
 * @param protocol which pairs, and how finely their scores were counted
 * @param folds accuracy of ten folds and its standard error
 * @param perClass measures of the pairs whose query is of one class, by ascending label; empty for
 *     a list of pairs, which has no classes, and beyond 1024 classes, to save memory
 * @param resampler draws for the intervals
 */
public record VerificationReport(
    RocCurve roc,
    List<Double> falseAcceptRates,
    String protocol,
    List<Measure> folds,
    SortedMap<Integer, List<Measure>> perClass,
    Resampler resampler) {

  private static final String ACCURACY = "10-fold accuracy";
  private static final String ERROR = "10-fold standard error";

  /**
   * Draws the data anew.
   *
   * @param unit what is drawn with replacement
   * @param whole the data as they are, counted as finely as the samples
   * @param draw one sample
   * @param endsDrawn 1, or 2 where both images of a pair are drawn and a sample weighs it by the
   *     mean of their counts v and w: with v w, its weight if images were drawn, a measure departs
   *     twice as far to first order, for v w - 1 = (v - 1) + (w - 1) + (v - 1)(w - 1)
   */
  public record Resampler(
      String unit, ScoreHistogram whole, Function<Random, ScoreHistogram> draw, int endsDrawn) {}

  /** ROC AUC, EER, TAR at each target, ten-fold accuracy with its standard error. */
  public List<Measure> measures() {
    List<Measure> measures = rocMeasures();
    measures.addAll(folds);
    return measures;
  }

  /** The measure of this name. */
  public Measure measure(String name) {
    return measures().stream()
        .filter(measure -> measure.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no verification measure \"" + name + "\""));
  }

  private List<Measure> rocMeasures() {
    return new ArrayList<>(RocMeasures.of(roc, falseAcceptRates, protocol));
  }

  /**
   * 95 % intervals of AUC, EER and TAR; the unit that is drawn stands in each. A sample is compared
   * with the whole in bins of its own width, and what it departs by is added to the measure. A rate
   * that the wide bins cannot tell from 0 has no interval: their first bin accepts too many
   * already.
   */
  public List<Interval> intervals(Bootstrap bootstrap) {
    double[] fine = RocMeasures.values(roc, falseAcceptRates);
    double[] coarse = values(resampler.whole());
    return bootstrap.intervals(
        rocMeasures(),
        resampler.unit(),
        random -> departed(values(resampler.draw().apply(random)), fine, coarse));
  }

  private double[] values(ScoreHistogram histogram) {
    return RocMeasures.values(RocCurve.of(histogram), falseAcceptRates);
  }

  private double[] departed(double[] sample, double[] fine, double[] coarse) {
    double[] departed = new double[sample.length];
    for (int i = 0; i < sample.length; i++) {
      boolean unresolved = coarse[i] == 0 && fine[i] > 0;
      double value = fine[i] + resampler.endsDrawn() * (sample[i] - coarse[i]);
      departed[i] = unresolved ? Double.NaN : Math.max(0, Math.min(1, value));
    }
    return departed;
  }

  static List<Measure> folds(FoldAccuracy accuracy, long pairs, String protocol) {
    String text = protocol + ", threshold from the other nine folds";
    return List.of(
        Measure.of(ACCURACY, accuracy.mean(), pairs, text),
        Measure.of(ERROR, accuracy.standardError(), FoldAccuracy.FOLDS, text));
  }

  static List<Measure> noFolds(long pairs, String protocol, String reason) {
    return List.of(
        Measure.undefined(ACCURACY, pairs, protocol, reason),
        Measure.undefined(ERROR, 0, protocol, reason));
  }
}
