package arcface4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folds and bootstrap intervals from lists of queries and pairs, and a library's percentiles. */
class IntervalTwinTest {

  private static final EvaluationOptions OPTIONS =
      EvaluationOptions.defaults().withThreads(2).withClusterings(0).withSeed(5);
  private static final Bootstrap BOOTSTRAP = new Bootstrap(50, 9);
  private static final List<Integer> RECALL_AT = List.of(1, 2, 4, 8);

  static List<Protocol> protocols() {
    EmbeddingSet all = RandomImages.of(57, 4, 3, 0.4, 31);
    return List.of(
        new Protocol.Closed(all),
        new Protocol.Gallery(RandomImages.part(all, 0, 26), RandomImages.part(all, 26, 57)));
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void intervalsOfRetrievalArePercentilesOfMeansOverDrawnQueries(Protocol protocol) {
    int size = protocol.queries().size();
    List<Map<String, Double>> queries =
        IntStream.range(0, size)
            .mapToObj(query -> BruteForce.ranked(protocol, query, RECALL_AT))
            .toList();
    List<Interval> intervals = Evaluation.of(protocol, OPTIONS).retrieval().intervals(BOOTSTRAP);

    for (String name : List.of("Recall@1", "Recall@2", "R-precision", "MAP@R", "MAP", "MRR")) {
      Random random = new Random(BOOTSTRAP.seed());
      assertPercentiles(
          name,
          intervals,
          () ->
              random
                  .ints(size, 0, size)
                  .mapToObj(queries::get)
                  .filter(values -> values != null)
                  .mapToDouble(values -> values.get(name))
                  .average()
                  .orElseThrow());
    }
  }

  /** All cosines lie in one of the wide bins, and the narrow ones tell the classes apart. */
  @Test
  void aRateThatTheWideBinsCannotTellFromZeroHasNoInterval() {
    int width = 23; // one axis of all, one of each class, one of each image
    float[] rows = new float[width * 20];
    int[] labels = new int[20];
    for (int row = 0; row < labels.length; row++) {
      labels[row] = row % 2;
      rows[row * width] = (float) Math.sqrt(0.4);
      rows[row * width + 1 + labels[row]] = 0.01f;
      rows[row * width + 3 + row] = (float) Math.sqrt(0.6);
    }
    Protocol closed = new Protocol.Closed(EmbeddingSet.of(rows, width, labels));
    VerificationReport report = Evaluation.of(closed, OPTIONS).verification();
    String name = "TAR@FAR=1e-1";
    Measure measure =
        report.measures().stream().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
    assertEquals(1, measure.value());
    Interval interval = named(name, report.intervals(BOOTSTRAP));
    assertTrue(Double.isNaN(interval.low()) && Double.isNaN(interval.high()));
    assertEquals(0, interval.samples());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void intervalsOfVerificationArePercentilesOverDrawnGroupsOfQueries(Protocol protocol) {
    int size = protocol.queries().size(); // fewer than 100: every query is its own group
    VerificationReport report = Evaluation.of(protocol, OPTIONS).verification();
    int[] groups = PairHistograms.deal(size, size, new Random(OPTIONS.seed()));
    int[] queryOf = new int[size];
    IntStream.range(0, size).forEach(query -> queryOf[groups[query]] = query);
    RocCurve whole = BruteForce.coarsePairs(protocol, IntStream.range(0, size).toArray()).roc();
    Map<String, ToDoubleFunction<RocCurve>> measures =
        Map.of(
            "ROC AUC",
            RocCurve::area,
            "EER",
            RocCurve::equalErrorRate,
            "TAR@FAR=1e-1",
            roc -> roc.trueAcceptRateAt(0.1));

    measures.forEach(
        (name, measure) -> {
          double fine = measure.applyAsDouble(report.roc());
          double coarse = measure.applyAsDouble(whole);
          int ends = protocol.leavesSelfOut() ? 2 : 1;
          Random random = new Random(BOOTSTRAP.seed());
          assertPercentiles(
              name,
              report.intervals(BOOTSTRAP),
              () -> {
                int[] drawn = random.ints(size, 0, size).map(group -> queryOf[group]).toArray();
                RocCurve sample = BruteForce.coarsePairs(protocol, drawn).roc();
                double value = fine + ends * (measure.applyAsDouble(sample) - coarse);
                return Math.max(0, Math.min(1, value));
              });
        });
  }

  /**
   * Drawing images, each pair as often as both its images together, is the slow judge. Its
   * intervals are a little wider: what two images add together is of second order and vanishes with
   * their number.
   */
  @ParameterizedTest
  @ValueSource(strings = {"ROC AUC", "EER", "TAR@FAR=1e-2"})
  void intervalsOfOneSetAreAsWideAsIfItsImagesWereDrawn(String name) {
    Protocol closed = new Protocol.Closed(RandomImages.of(200, 4, 3, 0.4, 31));
    BruteForce.Pairs pairs = BruteForce.pairs(closed);
    Random random = new Random(2);
    double[] drawn = new double[200];
    for (int sample = 0; sample < drawn.length; sample++) {
      RocCurve roc = BruteForce.drawn(pairs, closed.queries().size(), random).roc();
      drawn[sample] =
          switch (name) {
            case "ROC AUC" -> roc.area();
            case "EER" -> roc.equalErrorRate();
            default -> roc.trueAcceptRateAt(0.01);
          };
    }
    Bootstrap bootstrap = new Bootstrap(1000, 3);
    Interval interval =
        named(name, Evaluation.of(closed, OPTIONS).verification().intervals(bootstrap));

    double error = Math.sqrt(StatUtils.variance(drawn));
    double width = (interval.high() - interval.low()) / (2 * 1.96);
    assertEquals(0.9, width / error, 0.2, name);
  }

  @Test
  void intervalsOfAListArePercentilesOverDrawnPairsOfEachKind() {
    BruteForce.Pairs pairs = BruteForce.pairs(protocols().get(1));
    int[] all = IntStream.range(0, pairs.same().length).toArray();
    int[] same = Arrays.stream(all).filter(i -> pairs.same()[i]).toArray();
    int[] different = Arrays.stream(all).filter(i -> !pairs.same()[i]).toArray();
    VerificationReport report =
        ScoredPairs.of(pairs.scores(), pairs.same()).report(OPTIONS.falseAcceptRates());

    Random random = new Random(BOOTSTRAP.seed());
    assertPercentiles(
        "ROC AUC",
        report.intervals(BOOTSTRAP),
        () -> {
          double[] ofSame = drawn(pairs, same, random);
          double[] ofDifferent = drawn(pairs, different, random);
          double[] scores =
              DoubleStream.concat(Arrays.stream(ofSame), Arrays.stream(ofDifferent)).toArray();
          boolean[] marks = new boolean[scores.length];
          Arrays.fill(marks, 0, ofSame.length, true);
          return BruteForce.area(scores, marks);
        });
  }

  private static double[] drawn(BruteForce.Pairs pairs, int[] kind, Random random) {
    return random
        .ints(kind.length, 0, kind.length)
        .mapToDouble(i -> pairs.scores()[kind[i]])
        .toArray();
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void everyFoldOfQueriesIsJudgedByTheBestThresholdOfTheOthers(Protocol protocol) {
    int size = protocol.queries().size();
    int[] groups = PairHistograms.deal(size, size, new Random(OPTIONS.seed()));
    double[] accuracies = new double[10];
    for (int fold = 0; fold < 10; fold++) {
      int tested = fold;
      int[] all = IntStream.range(0, size).toArray();
      int[] test = Arrays.stream(all).filter(q -> groups[q] % 10 == tested).toArray();
      int[] train = Arrays.stream(all).filter(q -> groups[q] % 10 != tested).toArray();
      accuracies[fold] =
          accuracy(
              BruteForce.coarsePairs(protocol, test),
              best(BruteForce.coarsePairs(protocol, train)));
    }
    VerificationReport report = Evaluation.of(protocol, OPTIONS).verification();
    double mean = Arrays.stream(accuracies).average().orElseThrow();
    double squares = Arrays.stream(accuracies).map(a -> (a - mean) * (a - mean)).sum();

    assertEquals(mean, report.measure("10-fold accuracy").value(), 1e-12);
    double error = report.measure("10-fold standard error").value();
    assertEquals(Math.sqrt(squares / 9 / 10), error, 1e-12);
  }

  /** Of equally good thresholds the largest one. */
  private static double best(BruteForce.Pairs train) {
    double best = Double.NEGATIVE_INFINITY;
    for (double threshold : Arrays.stream(train.scores()).sorted().distinct().toArray()) {
      best = accuracy(train, threshold) >= accuracy(train, best) ? threshold : best;
    }
    return best;
  }

  private static double accuracy(BruteForce.Pairs pairs, double threshold) {
    return IntStream.range(0, pairs.same().length)
        .mapToDouble(i -> pairs.scores()[i] >= threshold == pairs.same()[i] ? 1 : 0)
        .average()
        .orElseThrow();
  }

  private static Interval named(String name, List<Interval> intervals) {
    return intervals.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private static void assertPercentiles(
      String name, List<Interval> intervals, Supplier<Double> sample) {
    double[] samples =
        IntStream.range(0, BOOTSTRAP.samples()).mapToDouble(i -> sample.get()).toArray();
    Percentile percentile = new Percentile().withEstimationType(EstimationType.R_7);
    Interval interval = named(name, intervals);

    assertEquals(percentile.evaluate(samples, 2.5), interval.low(), 1e-12, name);
    assertEquals(percentile.evaluate(samples, 97.5), interval.high(), 1e-12, name);
    assertTrue(interval.low() < interval.high(), name);
  }
}
