package arcface4j.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoredPairsTest {

  private static final List<Double> TARGETS = List.of(0.1, 0.01);

  /** Scores in hundredths, so that many are tied. */
  private static BruteForce.Pairs random(int size, long seed) {
    Random random = new Random(seed);
    boolean[] same = new boolean[size];
    double[] scores = new double[size];
    for (int i = 0; i < size; i++) {
      same[i] = i == 0 || (i > 1 && random.nextBoolean());
      double score = (same[i] ? 0.5 : 0.2) + 0.25 * random.nextGaussian();
      scores[i] = Math.round(Math.max(-1, Math.min(1, score)) * 100) / 100.0;
    }
    return new BruteForce.Pairs(scores, same);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 31, 200})
  void areaAndRatesFollowFromTheDefinitions(int size) {
    BruteForce.Pairs pairs = random(size, size);
    RocCurve roc = pairs.roc();

    assertEquals(BruteForce.area(pairs.scores(), pairs.same()), roc.area(), 1e-12);
    for (double target : new double[] {0.003, 0.05, 0.1, 0.5, 1}) {
      double twin = BruteForce.trueAcceptRateAt(pairs.scores(), pairs.same(), target);
      assertEquals(twin, roc.trueAcceptRateAt(target), 1e-15);
    }
    for (int i = 1; i < roc.size(); i++) {
      double threshold = roc.threshold(i);
      double far = BruteForce.rate(pairs.scores(), pairs.same(), false, threshold);
      assertEquals(far, roc.falseAcceptRate(i), 1e-15);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 31, 200})
  void atTheEqualErrorRateTheCurveCrossesTheDiagonal(int size) {
    RocCurve roc = random(size, 3 * size).roc();
    double rate = roc.equalErrorRate();
    boolean crosses = false;
    for (int i = 1; i < roc.size(); i++) {
      double x0 = roc.falseAcceptRate(i - 1);
      double x1 = roc.falseAcceptRate(i);
      double y0 = 1 - roc.trueAcceptRate(i - 1);
      double y1 = 1 - roc.trueAcceptRate(i);
      boolean within = x0 <= rate && rate <= x1 && y1 <= rate && rate <= y0;
      // On the segment: the cross product of its direction and the way to (rate, rate) is zero.
      double cross = (x1 - x0) * (rate - y0) - (y1 - y0) * (rate - x0);
      crosses |= within && Math.abs(cross) < 1e-12;
    }
    assertTrue(crosses, "EER " + rate);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 19, 203})
  void eachFoldIsJudgedByTheThresholdOfTheOthers(int size) {
    BruteForce.Pairs pairs = random(size, size);
    FoldAccuracy folds =
        ScoredPairs.of(pairs.scores(), pairs.same()).folds(ThresholdRule.LARGEST_SCORE);

    int first = 0;
    for (int fold = 0; fold < 10; fold++) {
      int end = first + size / 10 + (fold < size % 10 ? 1 : 0);
      int[] test = IntStream.range(first, end).toArray();
      int from = first;
      int[] train = IntStream.range(0, size).filter(i -> i < from || i >= end).toArray();
      double best = Double.NaN;
      for (int i : train) {
        double threshold = pairs.scores()[i];
        double gain = right(pairs, train, threshold) - right(pairs, train, best);
        best = gain > 0 || (gain == 0 && threshold > best) || Double.isNaN(best) ? threshold : best;
      }
      assertEquals(best, folds.thresholds()[fold], 1e-15);
      assertEquals(right(pairs, test, best) / test.length, folds.accuracies()[fold], 1e-15);
      first = end;
    }
  }

  private static double right(BruteForce.Pairs pairs, int[] rows, double threshold) {
    return Arrays.stream(rows)
        .filter(i -> pairs.scores()[i] >= threshold == pairs.same()[i])
        .count();
  }

  @Test
  void aRisingFunctionOfTheScoresLeavesTheCurveAsItIs() {
    BruteForce.Pairs pairs = random(500, 1);
    double[] bent = Arrays.stream(pairs.scores()).map(s -> Math.exp(3 * s) - 7).toArray();
    RocCurve before = pairs.roc();
    RocCurve after = ScoredPairs.of(bent, pairs.same()).roc();

    assertEquals(before.area(), after.area());
    assertEquals(before.equalErrorRate(), after.equalErrorRate());
    assertEquals(before.trueAcceptRateAt(0.01), after.trueAcceptRateAt(0.01));
  }

  @Test
  void exchangingTheMarksTurnsTheAreaRound() {
    BruteForce.Pairs pairs = random(101, 2);
    boolean[] exchanged = new boolean[101];
    for (int i = 0; i < 101; i++) {
      exchanged[i] = !pairs.same()[i];
    }
    assertEquals(
        1 - pairs.roc().area(), ScoredPairs.of(pairs.scores(), exchanged).roc().area(), 1e-12);
  }

  @Test
  void zeroAndMinusZeroAreTied() {
    RocCurve roc = ScoredPairs.of(new double[] {0.0, -0.0}, new boolean[] {true, false}).roc();
    assertEquals(2, roc.size());
    assertEquals(0.5, roc.area());
  }

  @Test
  void theStandardErrorHasOneDegreeOfFreedomLess() {
    FoldAccuracy folds = new FoldAccuracy(new double[] {0.5, 0.7, 0.9}, new double[3]);

    assertEquals(0.7, folds.mean(), 1e-15);
    assertEquals(Math.sqrt(0.08 / 3), folds.deviation(), 1e-15);
    assertEquals(0.2 / Math.sqrt(3), folds.standardError(), 1e-15);
  }

  @Test
  void aTargetBelowOneOverTheNegativesIsRefused() {
    BruteForce.Pairs pairs = random(60, 4);
    long different = pairs.roc().different();
    VerificationReport report =
        ScoredPairs.of(pairs.scores(), pairs.same()).report(List.of(0.1, 1e-3));

    assertTrue(report.measure("TAR@FAR=1e-1").isDefined());
    Measure refused = report.measure("TAR@FAR=1e-3");
    assertTrue(Double.isNaN(refused.value()));
    assertEquals(
        "a rate of 0.001 needs more than the " + different + " different pairs", refused.reason());
  }

  @Test
  void pairsOfOneKindHaveNoCurveAndSayWhy() {
    double[] scores = new double[12];
    boolean[] same = new boolean[12];
    VerificationReport different = ScoredPairs.of(scores, same).report(TARGETS);
    Arrays.fill(same, true);
    VerificationReport alike = ScoredPairs.of(scores, same).report(TARGETS);

    for (Measure measure : different.measures()) {
      assertEquals("there are no pairs of one class", measure.reason(), measure.name());
    }
    for (Measure measure : alike.measures()) {
      assertEquals("there are no pairs of two classes", measure.reason(), measure.name());
    }
  }

  @Test
  void fewerPairsThanFoldsHaveNoFoldAccuracy() {
    BruteForce.Pairs pairs = random(9, 1);
    VerificationReport report = ScoredPairs.of(pairs.scores(), pairs.same()).report(TARGETS);

    assertEquals("9 pairs do not fill 10 folds", report.measure("10-fold accuracy").reason());
    assertTrue(report.measure("EER").isDefined());
  }

  @Test
  void ratesAreNamedInTheirShortestForm() {
    assertArrayEquals(
        new String[] {"TAR@FAR=1e-1", "TAR@FAR=1e-6", "TAR@FAR=2.5e-2", "TAR@FAR=1e-10"},
        IntStream.range(0, 4)
            .mapToObj(i -> RocMeasures.name(new double[] {0.1, 1e-6, 0.025, 1e-10}[i]))
            .toArray());
  }

  @Test
  void aScoreThatIsNotFiniteIsNamed() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> ScoredPairs.of(new double[] {0, Double.NaN}, new boolean[2]));
    assertEquals("the score of pair 1 (counted from 0) is NaN", e.getMessage());
  }

  @Test
  void listsThatDoNotFitAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> ScoredPairs.of(new double[2], new boolean[3]));
    assertThrows(
        IllegalArgumentException.class, () -> ScoredPairs.of(new double[0], new boolean[0]));
  }

  @Test
  void intervalsHoldTheirMeasureAndAreRepeatable() {
    BruteForce.Pairs pairs = random(600, 8);
    VerificationReport report = ScoredPairs.of(pairs.scores(), pairs.same()).report(TARGETS);
    List<Interval> intervals = report.intervals(new Bootstrap(200, 3));

    assertEquals(List.of("ROC AUC", "EER", "TAR@FAR=1e-1", "TAR@FAR=1e-2"), names(intervals));
    for (Interval interval : intervals) {
      double value = report.measure(interval.name()).value();
      assertTrue(interval.low() < value && value < interval.high(), interval.toString());
    }
    assertEquals(intervals, report.intervals(new Bootstrap(200, 3)));
  }

  private static List<String> names(List<Interval> intervals) {
    return intervals.stream().map(Interval::name).toList();
  }
}
