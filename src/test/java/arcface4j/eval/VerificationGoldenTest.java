package arcface4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.testing.GoldenCase;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("golden")
class VerificationGoldenTest {

  private static final Map<String, ThresholdRule> RULES =
      Map.of(
          "lfw_distance", ThresholdRule.DISTANCE_GRID,
          "lfw_score_smallest", ThresholdRule.SMALLEST_SCORE,
          "lfw_score_largest", ThresholdRule.LARGEST_SCORE);

  static List<GoldenCase> cases() {
    return GoldenCase.under("metrics/verification");
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void everyExpectedNumberIsReached(GoldenCase golden) {
    ScoredPairs pairs = pairs(golden);
    Iterator<String> names = golden.json().path("expected").fieldNames();

    assertTrue(names.hasNext());
    while (names.hasNext()) {
      String name = names.next();
      double expected = golden.json().path("expected").path(name).asDouble(Double.NaN);
      assertEquals(expected, value(pairs, name), GoldenCase.EXACT, golden.name() + "/" + name);
    }
  }

  private static double value(ScoredPairs pairs, String name) {
    RocCurve roc = pairs.roc();
    if (name.startsWith("tar_at_far_")) {
      return roc.trueAcceptRateAt(Double.parseDouble(name.substring("tar_at_far_".length())));
    }
    if (name.startsWith("threshold_at_far_")) {
      return roc.thresholdAt(Double.parseDouble(name.substring("threshold_at_far_".length())));
    }
    if (name.startsWith("lfw_")) {
      FoldAccuracy folds = pairs.folds(RULES.get(name.replaceAll("_(mean|std)$", "")));
      return name.endsWith("_mean") ? folds.mean() : folds.deviation();
    }
    return switch (name) {
      case "roc_auc" -> roc.area();
      case "eer_interpolated" -> roc.equalErrorRate();
      case "eer_discrete" -> discreteEqualErrorRate(roc);
      case "best_accuracy" -> pairs.oracle().accuracy();
      case "best_accuracy_threshold" -> pairs.oracle().threshold();
      default -> throw new IllegalArgumentException("an expected value without a measure: " + name);
    };
  }

  /** (FAR + FRR) / 2 at the first point where the two are closest. */
  private static double discreteEqualErrorRate(RocCurve roc) {
    int closest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < roc.size(); i++) {
      double apart = Math.abs(roc.falseAcceptRate(i) + roc.trueAcceptRate(i) - 1);
      closest = apart < least ? i : closest;
      least = Math.min(apart, least);
    }
    return (roc.falseAcceptRate(closest) + 1 - roc.trueAcceptRate(closest)) / 2;
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void theCurveIsTheReferences(GoldenCase golden) {
    RocCurve roc = pairs(golden).roc();

    golden.assertMatches("roc_fpr", points(roc, roc::falseAcceptRate));
    golden.assertMatches("roc_tpr", points(roc, roc::trueAcceptRate));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void everyFoldIsTheReferences(GoldenCase golden) {
    RULES.forEach(
        (name, rule) -> {
          if (golden.has(name + "_fold_accuracy")) {
            FoldAccuracy folds = pairs(golden).folds(rule);
            golden.assertMatches(name + "_fold_accuracy", folds.accuracies());
            golden.assertMatches(name + "_fold_threshold", folds.thresholds());
          }
        });
  }

  private static double[] points(RocCurve roc, IntToDoubleFunction rate) {
    return IntStream.range(0, roc.size()).mapToDouble(rate).toArray();
  }

  private static ScoredPairs pairs(GoldenCase golden) {
    int[] same = golden.array("same").ints();
    boolean[] marks = new boolean[same.length];
    for (int i = 0; i < same.length; i++) {
      marks[i] = same[i] == 1;
    }
    return ScoredPairs.of(golden.array("scores").doubles(), marks);
  }
}
