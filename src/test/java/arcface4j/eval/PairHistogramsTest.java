package arcface4j.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The coarse counts of classes, folds and bootstrap groups against lists of pairs. */
class PairHistogramsTest {

  private static final EvaluationOptions OPTIONS =
      EvaluationOptions.defaults().withThreads(2).withClusterings(0).withSeed(77);

  private static final EmbeddingSet ALL = RandomImages.of(143, 5, 4, 0.2, 21);
  private static final Protocol CLOSED = new Protocol.Closed(ALL);
  private static final Protocol GALLERY =
      new Protocol.Gallery(RandomImages.part(ALL, 0, 100), RandomImages.part(ALL, 100, 143));

  private static VerificationReport report(Protocol protocol) {
    return Evaluation.of(protocol, OPTIONS).verification();
  }

  @Test
  void measuresOfAClassAreThoseOfItsQueriesPairs() {
    for (Protocol protocol : List.of(CLOSED, GALLERY)) {
      var perClass = report(protocol).perClass();
      assertEquals(protocol.queries().classes().length, perClass.size());
      perClass.forEach(
          (label, measures) -> {
            RocCurve twin = BruteForce.coarsePairs(protocol, queriesOf(protocol, label)).roc();
            List<Measure> expected = RocMeasures.of(twin, OPTIONS.falseAcceptRates(), "");
            for (int i = 0; i < expected.size(); i++) {
              assertEquals(expected.get(i).value(), measures.get(i).value(), 1e-12);
              assertEquals(pairsOf(protocol, label), measures.get(i).n());
              assertEquals(expected.get(i).reason(), measures.get(i).reason());
            }
          });
    }
  }

  @Test
  void moreClassesThanCanBeCountedOneByOneAreMeasuredTogether() {
    int[] labels = IntStream.range(0, 2050).map(image -> image / 2).toArray();
    float[] values = RandomImages.of(2050, 3, 1, 0, 5).values();
    VerificationReport report = report(new Protocol.Closed(EmbeddingSet.of(values, 3, labels)));

    assertTrue(report.perClass().isEmpty());
    assertEquals(2050 * 2049 / 2, report.measure("ROC AUC").n());
    for (Measure measure : report.measures()) {
      assertTrue(Double.isFinite(measure.value()), measure.toString());
    }
  }

  /** Each once: those of one class are met from both their ends where queries are references. */
  private static long pairsOf(Protocol protocol, int label) {
    long queries = queriesOf(protocol, label).length;
    long references = protocol.references().size();
    return protocol.leavesSelfOut()
        ? queries * (queries - 1) / 2 + queries * (references - queries)
        : queries * references;
  }

  private static int[] queriesOf(Protocol protocol, int label) {
    return IntStream.range(0, protocol.queries().size())
        .filter(q -> protocol.queries().label(q) == label)
        .toArray();
  }

  @Test
  void foldsOfQueriesAreFoldsOfTheirPairs() {
    // 100 queries in 10 folds of 10: laid out fold by fold they are ten equal runs of pairs.
    int[] groups = PairHistograms.deal(100, 100, new Random(77));
    IntUnaryOperator fold = query -> groups[query] % 10;
    int[] order =
        IntStream.range(0, 100)
            .boxed()
            .sorted((a, b) -> fold.applyAsInt(a) - fold.applyAsInt(b))
            .mapToInt(q -> q)
            .toArray();
    FoldAccuracy twin =
        BruteForce.coarsePairs(GALLERY, order).scored().folds(ThresholdRule.LARGEST_SCORE);
    VerificationReport report = report(GALLERY);

    assertEquals(twin.mean(), report.measure("10-fold accuracy").value(), 1e-12);
    assertEquals(twin.standardError(), report.measure("10-fold standard error").value(), 1e-12);
  }

  @Test
  void queriesAreDealtIntoGroupsOfEqualSize() {
    int[] groups = PairHistograms.deal(143, 100, new Random(1));
    int[] sizes = new int[100];
    Arrays.stream(groups).forEach(group -> sizes[group]++);

    assertEquals(1, Arrays.stream(sizes).min().getAsInt());
    assertEquals(2, Arrays.stream(sizes).max().getAsInt());
  }

  @Test
  void samplesAreDrawnFromTheGroupsOfQueries() {
    VerificationReport report = report(GALLERY);
    ScoreHistogram whole = report.resampler().whole();
    RocCurve twin = BruteForce.coarsePairs(GALLERY, IntStream.range(0, 100).toArray()).roc();

    assertEquals(twin.area(), RocCurve.of(whole).area(), 1e-12);
    assertEquals(4300, total(whole)); // every group is one query with 43 references
    ScoreHistogram sample = report.resampler().draw().apply(new Random(5));
    assertEquals(4300, total(sample));
    assertTrue(!Arrays.equals(whole.same(), sample.same()));
    assertArrayEquals(whole.thresholds(), sample.thresholds());
  }

  private static long total(ScoreHistogram histogram) {
    return LongStream.of(histogram.same()).sum() + LongStream.of(histogram.different()).sum();
  }

  @Test
  void intervalsHoldTheirMeasures() {
    VerificationReport report = report(CLOSED);
    for (Interval interval : report.intervals(new Bootstrap(200, 2))) {
      Measure measure = report.measure(interval.name());
      boolean within = interval.low() <= measure.value() && measure.value() <= interval.high();
      assertEquals(measure.isDefined(), within, interval.toString());
      assertTrue(interval.resampled().startsWith("100 groups of images"));
    }
  }
}
