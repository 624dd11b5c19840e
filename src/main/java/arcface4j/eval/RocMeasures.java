package arcface4j.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The numbers that are read off a ROC curve, or why there are none. */
final class RocMeasures {

  private RocMeasures() {}

  /** ROC AUC, EER and TAR at each target. */
  static List<Measure> of(RocCurve roc, List<Double> targets, String protocol) {
    long pairs = roc.same() + roc.different();
    String text =
        protocol + ", " + roc.same() + " same and " + roc.different() + " different pairs";
    List<Measure> measures = new ArrayList<>();
    measures.add(measure("ROC AUC", roc.area(), pairs, text, missing(roc)));
    measures.add(measure("EER", roc.equalErrorRate(), pairs, text, missing(roc)));
    for (double target : targets) {
      String reason = missing(roc).isEmpty() ? tooFine(target, roc.different()) : missing(roc);
      double rate = roc.trueAcceptRateAt(target);
      measures.add(measure(name(target), rate, pairs, text, reason));
    }
    return measures;
  }

  /** The same numbers without their reasons. */
  static double[] values(RocCurve roc, List<Double> targets) {
    double[] values = new double[targets.size() + 2];
    values[0] = roc.area();
    values[1] = roc.equalErrorRate();
    for (int i = 0; i < targets.size(); i++) {
      values[i + 2] = roc.trueAcceptRateAt(targets.get(i));
    }
    return values;
  }

  /** Such as {@code TAR@FAR=1e-3}. */
  static String name(double target) {
    String digits = String.format(Locale.ROOT, "%.2e", target);
    return "TAR@FAR=" + digits.replaceAll("\\.?0*e", "e").replaceAll("e([-+])0", "e$1");
  }

  private static Measure measure(
      String name, double value, long pairs, String protocol, String reason) {
    return reason.isEmpty()
        ? Measure.of(name, value, pairs, protocol)
        : Measure.undefined(name, pairs, protocol, reason);
  }

  /** Why there is no curve; empty if there is one. */
  static String missing(RocCurve roc) {
    if (roc.same() == 0) {
      return "there are no pairs of one class";
    }
    return roc.different() == 0 ? "there are no pairs of two classes" : "";
  }

  private static String tooFine(double target, long different) {
    return target * different < 1
        ? "a rate of " + target + " needs more than the " + different + " different pairs"
        : "";
  }
}
