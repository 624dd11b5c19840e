package arcface4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The fast path against the definitions, on random data with ties and lone classes. */
class EvaluationTwinTest {

  private static final List<Integer> NEIGHBOURS = List.of(1, 2, 3, 7);

  static Stream<Arguments> protocols() {
    return Stream.of(
        closed(13, 1, 2, 0.5),
        closed(67, 3, 4, 0.3),
        closed(131, 7, 9, 0.4),
        closed(64, 16, 40, 0),
        gallery(7, 31, 5, 3, 0.4),
        gallery(65, 520, 4, 6, 0.5),
        gallery(3, 8, 2, 2, 0.9));
  }

  private static Arguments closed(int size, int width, int classes, double repeated) {
    EmbeddingSet images = RandomImages.of(size, width, classes, repeated, size);
    return Arguments.of(size + " images of width " + width, new Protocol.Closed(images));
  }

  private static Arguments gallery(
      int queries, int references, int width, int classes, double repeated) {
    EmbeddingSet all = RandomImages.of(queries + references, width, classes, repeated, queries);
    Protocol protocol =
        new Protocol.Gallery(
            RandomImages.part(all, 0, queries),
            RandomImages.part(all, queries, queries + references));
    return Arguments.of(queries + " against " + references + " of width " + width, protocol);
  }

  private static RetrievalReport retrieval(Protocol protocol, VoteTie tie) {
    EvaluationOptions options =
        EvaluationOptions.defaults().withNeighbours(NEIGHBOURS, tie).withClusterings(0);
    return Evaluation.of(protocol, options).retrieval();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("protocols")
  void rankMeasuresFollowFromTheWholeRanking(String name, Protocol protocol) {
    RetrievalReport report = retrieval(protocol, VoteTie.NEAREST);

    for (int query = 0; query < protocol.queries().size(); query++) {
      Map<String, Double> twin = BruteForce.ranked(protocol, query, List.of(1, 2, 4, 8));
      int row = query;
      Stream.of(
              "Recall@1", "Recall@2", "Recall@4", "Recall@8", "R-precision", "MAP@R", "MAP", "MRR")
          .forEach(
              measure ->
                  assertEquals(
                      twin == null ? Double.NaN : twin.get(measure),
                      report.column(measure).values()[row],
                      1e-12,
                      measure + " of query " + row));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("protocols")
  void votesFollowFromTheSortedNeighbours(String name, Protocol protocol) {
    for (VoteTie tie : VoteTie.values()) {
      RetrievalReport report = retrieval(protocol, tie);
      for (int k : NEIGHBOURS) {
        double[] correct = report.column("k-NN accuracy, k=" + k).values();
        int[] predicted = NearestNeighbourVote.predict(protocol, k, tie, 2);
        for (int query = 0; query < correct.length; query++) {
          int twin = BruteForce.vote(protocol, query, k, tie);
          assertEquals(twin, predicted[query], "k " + k + " " + tie + " of query " + query);
          assertEquals(twin == protocol.queries().label(query) ? 1 : 0, correct[query]);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("protocols")
  void centresAreTheMeansOfTheOthers(String name, Protocol protocol) {
    double[] correct =
        retrieval(protocol, VoteTie.NEAREST).column("nearest-centre accuracy").values();

    for (int query = 0; query < correct.length; query++) {
      if (protocol.queries().width() > 1) { // at width 1 every centre is +1 or -1: all tied
        Integer twin = BruteForce.nearestCentre(protocol, query);
        boolean right = twin != null && twin == protocol.queries().label(query);
        assertEquals(right ? 1 : 0, correct[query], "query " + query);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("protocols")
  void binnedPairsAreTheListOfAllPairsRoundedDownToBins(String name, Protocol protocol) {
    RocCurve binned =
        Evaluation.of(protocol, EvaluationOptions.defaults().withClusterings(0))
            .verification()
            .roc();
    RocCurve exact = BruteForce.binned(BruteForce.pairs(protocol)).roc();

    assertEquals(exact.same(), binned.same());
    assertEquals(exact.different(), binned.different());
    assertEquals(exact.area(), binned.area(), 1e-12);
    assertEquals(exact.equalErrorRate(), binned.equalErrorRate(), 1e-12);
    for (double far : new double[] {0.01, 0.1, 0.3}) {
      assertEquals(exact.trueAcceptRateAt(far), binned.trueAcceptRateAt(far), 1e-12);
      assertEquals(exact.thresholdAt(far), binned.thresholdAt(far), 1e-12);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("protocols")
  void meansAndClassMeansAreTheMeansOfTheQueries(String name, Protocol protocol) {
    RetrievalReport report = retrieval(protocol, VoteTie.NEAREST);
    double[] values = report.column("MAP@R").values();

    report
        .perClass()
        .forEach(
            (label, measures) -> {
              double[] own =
                  IntStream.range(0, values.length)
                      .filter(q -> protocol.queries().label(q) == label)
                      .mapToDouble(q -> values[q])
                      .filter(v -> !Double.isNaN(v))
                      .toArray();
              Measure mean =
                  measures.stream().filter(m -> m.name().equals("MAP@R")).findFirst().get();
              assertEquals(own.length, mean.n());
              assertEquals(Arrays.stream(own).average().orElse(Double.NaN), mean.value(), 1e-12);
            });
  }
}
