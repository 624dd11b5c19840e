package arcface4j.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassificationReportTest {

  @Test
  void rowsAreTheTruthAndColumnsThePrediction() {
    ConfusionMatrix confusion =
        ConfusionMatrix.of(new int[] {7, 7, 7, -2}, new int[] {7, -2, -2, 9});

    assertArrayEquals(new int[] {-2, 7, 9}, confusion.classes());
    assertArrayEquals(new long[][] {{0, 0, 1}, {2, 1, 0}, {0, 0, 0}}, confusion.counts());
    assertEquals(2, confusion.count(7, -2));
    assertEquals(2, confusion.transposed().count(-2, 7));
    assertEquals(0, confusion.count(7, 1000));
    assertEquals(4, confusion.total());
    assertEquals(1, confusion.correct());
  }

  @Test
  void aClassThatIsNeverPredictedHasNoPrecisionAndSaysSo() {
    ClassificationReport report = ClassificationReport.of(new int[] {0, 0, 1}, new int[] {0, 0, 0});
    ClassMeasures missed = report.classes().get(1);

    assertTrue(Double.isNaN(missed.precision().value()));
    assertEquals("it was never predicted", missed.precision().reason());
    assertEquals(0, missed.precision().orZero());
    assertEquals(0, missed.recall().value());
    assertEquals(1 / 3.0, report.macro().precision().value(), 1e-15);
    assertEquals(
        "class 1: it was never predicted and counts as 0", report.macro().precision().reason());
    assertTrue(report.macro().recall().reason().isEmpty());
  }

  @Test
  void aClassWithoutImagesHasNoRecallAndSaysSo() {
    Measure recall =
        ClassificationReport.of(new int[] {0}, new int[] {3}).classes().get(1).recall();

    assertFalse(recall.isDefined());
    assertEquals("it has no images", recall.reason());
  }

  @Test
  void aPerfectPredictionIsOneEverywhere() {
    int[] labels = {4, 4, 1, 9};
    ClassificationReport report = ClassificationReport.of(labels, labels);

    assertEquals(1, report.accuracy().value());
    assertEquals(4, report.accuracy().n());
    assertEquals(1, report.macro().f1().value());
    assertEquals(1, report.weighted().f1().value());
    assertEquals(1, report.originalAccuracy().value());
  }

  @Test
  void perClassValuesAreWhatCountingOneClassAtATimeGives() {
    Random random = new Random(5);
    int[] truth = random.ints(211, 0, 6).toArray();
    int[] predicted = IntStream.of(truth).map(t -> random.nextInt(3) == 0 ? 2 : t).toArray();

    for (ClassMeasures c : ClassificationReport.of(truth, predicted).classes()) {
      int[] hits = rows(truth, predicted, c.label(), c.label());
      int[] taken = IntStream.range(0, 211).filter(i -> predicted[i] == c.label()).toArray();
      int[] members = IntStream.range(0, 211).filter(i -> truth[i] == c.label()).toArray();
      double precision = hits.length / (double) taken.length;
      double recall = hits.length / (double) members.length;
      assertEquals(precision, c.precision().value(), 1e-15);
      assertEquals(recall, c.recall().value(), 1e-15);
      assertEquals(2 * precision * recall / (precision + recall), c.f1().value(), 1e-14);
      assertEquals(members.length, c.support());
    }
    assertEquals(6, Arrays.stream(truth).distinct().count());
  }

  private static int[] rows(int[] truth, int[] predicted, int label, int taken) {
    return IntStream.range(0, truth.length)
        .filter(i -> truth[i] == label && predicted[i] == taken)
        .toArray();
  }

  @Test
  void listsOfTwoLengthsAreRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ConfusionMatrix.of(new int[] {1, 2}, new int[] {1}));
    assertEquals("2 labels and 1 predictions; one each is needed", e.getMessage());
  }

  @Test
  void noLabelsAtAllAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> ConfusionMatrix.of(new int[0], new int[0]));
  }

  @Test
  void aNanNeedsItsReason() {
    assertThrows(
        IllegalArgumentException.class, () -> Measure.of("x", Double.NaN, 1, "any protocol"));
  }
}
