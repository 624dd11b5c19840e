package arcface4j.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import arcface4j.testing.GoldenCase;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("golden")
class ClassificationReportGoldenTest {

  static List<GoldenCase> cases() {
    return GoldenCase.under("metrics/report");
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void theReportIsScikitLearnsBothWaysRound(GoldenCase golden) {
    int[] truth = golden.array("true").ints();
    int[] predicted = golden.array("pred").ints();
    ClassificationReport report = ClassificationReport.of(truth, predicted);

    assertReport(golden, "true_pred", report);
    assertReport(golden, "pred_true", ClassificationReport.of(predicted, truth));
    assertMatches(golden, "expected/accuracy", report.accuracy().value());
    assertMatches(golden, "expected/pred_true_weighted_f1", report.originalAccuracy().value());
  }

  private static void assertReport(GoldenCase golden, String way, ClassificationReport report) {
    assertArrayEquals(golden.array("class_labels").ints(), report.confusion().classes());
    assertClasses(golden, way + "_precision_per_class", report, c -> c.precision().orZero());
    assertClasses(golden, way + "_recall_per_class", report, c -> c.recall().orZero());
    assertClasses(golden, way + "_f1_per_class", report, c -> c.f1().orZero());
    assertClasses(golden, way + "_support_per_class", report, c -> (double) c.support());
    assertAverages(golden, "expected/" + way + "_macro_", report.macro());
    assertAverages(golden, "expected/" + way + "_weighted_", report.weighted());
    double rounded = Math.round(report.weighted().f1().value() * 1e6) / 1e6;
    assertMatches(golden, "expected/" + way + "_weighted_f1_rounded6", rounded);
  }

  private static void assertClasses(
      GoldenCase golden,
      String array,
      ClassificationReport report,
      Function<ClassMeasures, Double> part) {
    double[] values =
        report.classes().stream().map(part).mapToDouble(Double::doubleValue).toArray();
    golden.assertMatches(array, values);
  }

  private static void assertAverages(GoldenCase golden, String prefix, ClassAverages averages) {
    Stream.of("precision", "recall", "f1")
        .forEach(part -> assertMatches(golden, prefix + part, measure(averages, part).value()));
  }

  private static Measure measure(ClassAverages averages, String part) {
    return switch (part) {
      case "precision" -> averages.precision();
      case "recall" -> averages.recall();
      default -> averages.f1();
    };
  }

  private static void assertMatches(GoldenCase golden, String array, double value) {
    golden.assertMatches(array, new double[] {value});
  }
}
