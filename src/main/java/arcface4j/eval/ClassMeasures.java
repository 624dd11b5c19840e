package arcface4j.eval;

/**
 * How well one class was told from the others.
 *
 * @param label the class
 * @param precision hits over images taken for the class; NaN if there are none
 * @param recall hits over images of the class; NaN if there are none
 * @param f1 harmonic mean of the two, 2 hits / (support + predicted)
 * @param support images of the class
 */
public record ClassMeasures(
    int label, Measure precision, Measure recall, Measure f1, long support) {

  private static final String PROTOCOL = "one class against the rest";
  private static final String NEVER_PREDICTED = "it was never predicted";

  static ClassMeasures of(ConfusionMatrix confusion, int row) {
    int label = confusion.classes()[row];
    long hits = confusion.hits(row);
    long support = confusion.support(row);
    long predicted = confusion.predicted(row);
    return new ClassMeasures(
        label,
        ratio("precision", hits, predicted, NEVER_PREDICTED),
        ratio("recall", hits, support, "it has no images"),
        ratio("f1", 2 * hits, support + predicted, "it does not occur"),
        support);
  }

  private static Measure ratio(String name, long numerator, long denominator, String reason) {
    return Measure.ratio(name, numerator, denominator, PROTOCOL, reason);
  }
}
