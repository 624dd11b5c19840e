package arcface4j.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluationTest {

  private static final EvaluationOptions OPTIONS = EvaluationOptions.defaults().withThreads(2);

  private static EmbeddingSet rows(EmbeddingSet all, int[] rows) {
    int width = all.width();
    float[] values = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(all.values(), rows[i] * width, values, i * width, width);
    }
    return EmbeddingSet.of(values, width, IntStream.of(rows).map(all::label).toArray());
  }

  private static Measure measure(Evaluation evaluation, String name) {
    return evaluation.retrieval().measures().stream()
        .filter(measure -> measure.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theOrderOfTheReferencesChangesNothing() {
    EmbeddingSet all = RandomImages.of(340, 6, 5, 0.4, 11);
    EmbeddingSet queries = RandomImages.part(all, 0, 40);
    List<Integer> order = Arrays.asList(IntStream.range(40, 340).boxed().toArray(Integer[]::new));
    Evaluation before =
        Evaluation.of(new Protocol.Gallery(queries, RandomImages.part(all, 40, 340)), OPTIONS);

    Collections.shuffle(order, new Random(2));
    EmbeddingSet shuffled = rows(all, order.stream().mapToInt(i -> i).toArray());
    Evaluation after = Evaluation.of(new Protocol.Gallery(queries, shuffled), OPTIONS);

    assertEquals(before.retrieval().measures(), after.retrieval().measures());
    assertEquals(before.verification().measures(), after.verification().measures());
    assertEquals(before.verification().perClass(), after.verification().perClass());
  }

  @Test
  void theOrderOfTheImagesChangesNothingOfAQuery() {
    EmbeddingSet all = RandomImages.of(120, 6, 5, 0.4, 12);
    List<Integer> shuffled = Arrays.asList(IntStream.range(0, 120).boxed().toArray(Integer[]::new));
    Collections.shuffle(shuffled, new Random(3));
    int[] order = shuffled.stream().mapToInt(i -> i).toArray();
    RetrievalReport before = Evaluation.of(new Protocol.Closed(all), OPTIONS).retrieval();
    Evaluation after = Evaluation.of(new Protocol.Closed(rows(all, order)), OPTIONS);

    for (QueryColumn column : before.columns()) {
      double[] values = after.retrieval().column(column.name()).values();
      double[] expected = IntStream.of(order).mapToDouble(q -> column.values()[q]).toArray();
      assertArrayEquals(expected, values, column.name());
    }
    VerificationReport pairs = Evaluation.of(new Protocol.Closed(all), OPTIONS).verification();
    for (String name : List.of("ROC AUC", "EER", "TAR@FAR=1e-1", "TAR@FAR=1e-3")) {
      assertEquals(pairs.measure(name), after.verification().measure(name));
    }
  }

  @Test
  void aFarReferenceChangesNoRecall() {
    EmbeddingSet all = RandomImages.of(130, 8, 4, 0.2, 5);
    EmbeddingSet queries = RandomImages.part(all, 0, 30);
    float[] direction = new float[8];
    Arrays.fill(direction, 0);
    for (int row = 0; row < 130; row++) {
      for (int d = 0; d < 8; d++) {
        direction[d] -= all.values()[row * 8 + d];
      }
    }
    EmbeddingSet references = RandomImages.part(all, 30, 130);
    float[] more = Arrays.copyOf(references.values(), 101 * 8);
    System.arraycopy(direction, 0, more, 800, 8);
    int[] labels = Arrays.copyOf(references.labels(), 101);
    labels[100] = 999;
    RetrievalReport before =
        Evaluation.of(new Protocol.Gallery(queries, references), OPTIONS).retrieval();
    RetrievalReport after =
        Evaluation.of(new Protocol.Gallery(queries, EmbeddingSet.of(more, 8, labels)), OPTIONS)
            .retrieval();

    assertArrayEquals(before.column("Recall@1").values(), after.column("Recall@1").values());
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    Protocol protocol = new Protocol.Closed(RandomImages.of(333, 19, 7, 0.2, 3));
    Evaluation one = Evaluation.of(protocol, OPTIONS.withThreads(1));

    for (int threads : new int[] {2, 3, 16}) {
      Evaluation many = Evaluation.of(protocol, OPTIONS.withThreads(threads));
      assertEquals(one.retrieval().measures(), many.retrieval().measures());
      assertEquals(one.retrieval().perClass(), many.retrieval().perClass());
      assertEquals(one.verification().measures(), many.verification().measures());
      assertEquals(one.verification().perClass(), many.verification().perClass());
      Bootstrap bootstrap = new Bootstrap(40, 1);
      assertEquals(
          one.verification().intervals(bootstrap), many.verification().intervals(bootstrap));
    }
  }

  @Test
  void binnedMeasuresAreWithinTheirResolutionOfTheExactOnes() {
    Protocol protocol = new Protocol.Closed(RandomImages.of(2000, 64, 10, 0, 9));
    VerificationReport binned = Evaluation.of(protocol, OPTIONS.withClusterings(0)).verification();
    RocCurve exact = BruteForce.pairs(protocol).roc();
    RocCurve roc = binned.roc();
    double width = 2.0 / PairHistograms.BINS;

    assertEquals(1999000, binned.measure("ROC AUC").n());
    assertEquals(exact.area(), roc.area(), 1e-5);
    assertEquals(exact.equalErrorRate(), roc.equalErrorRate(), 1e-5);
    for (double target : new double[] {1e-1, 1e-2, 1e-3, 1e-4, 1e-5}) {
      double threshold = exact.thresholdAt(target);
      assertTrue(roc.trueAcceptRateAt(target) <= exact.trueAcceptRateAt(target));
      assertEquals(threshold, roc.thresholdAt(target), 2 * width + gap(exact, target));
    }
  }

  /** Between the last accepted score within the target and the next one below. */
  private static double gap(RocCurve roc, double target) {
    int point = 0;
    while (roc.falseAcceptRate(point + 1) <= target) {
      point++;
    }
    return roc.threshold(point - 1) - roc.threshold(point + 1);
  }

  @Test
  void oneClassOnlyHasRecallButNoVerificationAndNoNmi() {
    EmbeddingSet images = EmbeddingSet.of(new float[] {1, 2, 2, 1, 3, 3}, 2, new int[] {4, 4, 4});
    Evaluation evaluation = Evaluation.of(new Protocol.Closed(images), OPTIONS);

    assertEquals(1, measure(evaluation, "Recall@1").value());
    assertEquals("the images are of one class only", measure(evaluation, "NMI").reason());
    for (Measure measure : evaluation.verification().measures()) {
      assertEquals("there are no pairs of two classes", measure.reason(), measure.name());
    }
  }

  @Test
  void loneImagesAreLeftOutWithTheReason() {
    EmbeddingSet images = EmbeddingSet.of(new float[] {1, 2, 2, 1}, 2, new int[] {4, 5});
    Measure recall = measure(Evaluation.of(new Protocol.Closed(images), OPTIONS), "Recall@1");

    assertFalse(recall.isDefined());
    assertEquals(0, recall.n());
    assertEquals("no query has a reference with its label", recall.reason());
  }

  @Test
  void aRankBeyondTheReferencesIsUndefined() {
    EmbeddingSet images =
        EmbeddingSet.of(new float[] {1, 2, 2, 1, 3, 3, 1, 0}, 2, new int[] {4, 5, 4, 5});
    Protocol protocol = new Protocol.Closed(images);
    Evaluation evaluation = Evaluation.of(protocol, OPTIONS);

    assertEquals(
        "k 8 is larger than the 3 references of a query", measure(evaluation, "Recall@8").reason());
    assertTrue(measure(evaluation, "Recall@2").isDefined());
    assertFalse(measure(evaluation, "k-NN accuracy, k=5").isDefined());
  }

  @Test
  void aNetworkThatMapsEverythingToOnePointRecallsNothing() {
    float[] values = new float[40];
    Arrays.fill(values, 1);
    EmbeddingSet images = EmbeddingSet.of(values, 4, new int[] {0, 1, 0, 1, 0, 1, 0, 1, 0, 1});
    Evaluation evaluation = Evaluation.of(new Protocol.Closed(images), OPTIONS);

    assertEquals(0, measure(evaluation, "Recall@1").value());
    assertEquals(0.5, evaluation.verification().measure("ROC AUC").value());
    assertEquals(0.5, evaluation.verification().measure("EER").value());
  }

  /** Every centre has the same direction, the own one without the query too. */
  @ParameterizedTest
  @ValueSource(ints = {128, 192, 512})
  void theSmallestLabelIsTheNearestCentreOfOnePoint(int width) {
    int[] labels = {3, 7, 3, 7, 3};
    for (int seed = 0; seed < 10; seed++) {
      float[] point = RandomImages.of(1, width, 1, 0, seed).values();
      float[] values = new float[labels.length * width];
      for (int row = 0; row < labels.length; row++) {
        System.arraycopy(point, 0, values, row * width, width);
      }
      EmbeddingSet images = EmbeddingSet.of(values, width, labels);
      Evaluation evaluation = Evaluation.of(new Protocol.Closed(images), OPTIONS);

      assertEquals(0.6, measure(evaluation, "nearest-centre accuracy").value(), "seed " + seed);
    }
  }

  @Test
  void intervalsOfRetrievalHoldTheirMeans() {
    Evaluation evaluation =
        Evaluation.of(new Protocol.Closed(RandomImages.of(150, 8, 5, 0.1, 6)), OPTIONS);
    List<Interval> intervals = evaluation.retrieval().intervals(new Bootstrap(200, 4));

    assertEquals(evaluation.retrieval().columns().size(), intervals.size());
    for (Interval interval : intervals) {
      double value = evaluation.retrieval().column(interval.name()).mean().value();
      assertTrue(interval.low() < value && value < interval.high(), interval.toString());
    }
    assertEquals(intervals, evaluation.retrieval().intervals(new Bootstrap(200, 4)));
  }

  @Test
  void tooFewBootstrapSamplesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Bootstrap(39, 1));
  }

  @Test
  void optionsThatCannotBeMeasuredAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> OPTIONS.withThreads(0));
    assertThrows(IllegalArgumentException.class, () -> OPTIONS.withRecallAt(List.of(0)));
    assertThrows(IllegalArgumentException.class, () -> OPTIONS.withClusterings(-1));
    assertThrows(
        IllegalArgumentException.class, () -> OPTIONS.withNeighbours(List.of(-1), VoteTie.NEAREST));
  }
}
