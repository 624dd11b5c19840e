package arcface4j.eval;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Accuracy, and precision, recall and F1 by class and on average, as scikit-learn's {@code
 * classification_report(truth, predicted)} defines them.
 *
 * @param confusion what it was computed from
 * @param accuracy share of images that were taken for what they are
 * @param classes one entry for each class that occurs in either list, by ascending label
 * @param macro averages in which every class counts the same
 * @param weighted averages in which every class counts by its support
 */
public record ClassificationReport(
    ConfusionMatrix confusion,
    Measure accuracy,
    List<ClassMeasures> classes,
    ClassAverages macro,
    ClassAverages weighted) {

  /**
   * The report of N images.
   *
   * @param truth [N] labels
   * @param predicted [N] predicted labels
   * @throws IllegalArgumentException if the lists are empty or differ in length
   */
  public static ClassificationReport of(int[] truth, int[] predicted) {
    return of(ConfusionMatrix.of(truth, predicted));
  }

  /** The report of a confusion matrix. */
  public static ClassificationReport of(ConfusionMatrix confusion) {
    List<ClassMeasures> classes =
        IntStream.range(0, confusion.classes().length)
            .mapToObj(row -> ClassMeasures.of(confusion, row))
            .toList();
    return new ClassificationReport(
        confusion,
        accuracy(confusion),
        classes,
        ClassAverages.macro(classes),
        ClassAverages.weighted(classes));
  }

  private static Measure accuracy(ConfusionMatrix confusion) {
    double correct = confusion.correct();
    return Measure.ratio("accuracy", correct, confusion.total(), "all images", "no images");
  }

  /**
   * What the original program prints as "acc": the weighted F1 with the predictions taken as truth,
   * {@code classification_report(predicted, truth)}. It is no accuracy; use {@link #accuracy}.
   */
  public Measure originalAccuracy() {
    Measure f1 = of(confusion.transposed()).weighted().f1();
    return new Measure(
        "acc", f1.value(), f1.n(), "weighted F1, predictions taken as truth", f1.reason());
  }
}
