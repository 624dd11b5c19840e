package arcface4j.eval;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Precision, recall and F1 averaged over the classes; an undefined one counts as 0, as in
 * scikit-learn, and is named in the reason. The n of a measure is the sum of its weights: classes
 * for the macro average, images for the weighted one.
 */
public record ClassAverages(Measure precision, Measure recall, Measure f1) {

  /** Every class counts the same. */
  static ClassAverages macro(List<ClassMeasures> classes) {
    return of("macro", classes, measures -> 1);
  }

  /** Every class counts by its support. */
  static ClassAverages weighted(List<ClassMeasures> classes) {
    return of("weighted", classes, ClassMeasures::support);
  }

  private static ClassAverages of(
      String kind, List<ClassMeasures> classes, ToDoubleFunction<ClassMeasures> weight) {
    return new ClassAverages(
        average(kind + " precision", classes, ClassMeasures::precision, weight),
        average(kind + " recall", classes, ClassMeasures::recall, weight),
        average(kind + " F1", classes, ClassMeasures::f1, weight));
  }

  private static Measure average(
      String name,
      List<ClassMeasures> classes,
      Function<ClassMeasures, Measure> part,
      ToDoubleFunction<ClassMeasures> weight) {
    double sum = 0;
    double weights = 0;
    for (ClassMeasures measures : classes) {
      sum += weight.applyAsDouble(measures) * part.apply(measures).orZero();
      weights += weight.applyAsDouble(measures);
    }
    String protocol = "over the classes that occur in truth or prediction";
    return new Measure(name, sum / weights, (long) weights, protocol, countedAsZero(classes, part));
  }

  private static String countedAsZero(
      List<ClassMeasures> classes, Function<ClassMeasures, Measure> part) {
    return classes.stream()
        .filter(each -> !part.apply(each).isDefined())
        .map(
            each ->
                "class %d: %s and counts as 0".formatted(each.label(), part.apply(each).reason()))
        .collect(Collectors.joining("; "));
  }
}
