package arcface4j.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.testing.GoldenCase;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("golden")
class RetrievalGoldenTest {

  private static final Pattern RECALL = Pattern.compile("recall_at_(\\d+)");
  private static final Pattern VOTE =
      Pattern.compile("knn_(loo|split)_k(\\d+)_tie_(smallest|nearest)");

  static List<GoldenCase> cases() {
    return GoldenCase.under("metrics/retrieval");
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void rankMeasuresAreTheReferences(GoldenCase golden) {
    List<Integer> ks = expected(golden, RECALL).map(m -> Integer.parseInt(m.group(1))).toList();
    EvaluationOptions options = EvaluationOptions.defaults().withRecallAt(ks).withClusterings(0);
    RetrievalReport report =
        Evaluation.of(new Protocol.Closed(images(golden)), options).retrieval();

    assertTrue(ks.size() > 0);
    for (int k : ks) {
      QueryColumn column = report.column("Recall@" + k);
      assertMean(golden, "recall_at_" + k, column);
      golden.assertMatches("recall_hit_at_" + k, zeroForLone(column), GoldenCase.EXACT);
    }
    assertMean(golden, "r_precision", report.column("R-precision"));
    assertMean(golden, "map_at_r", report.column("MAP@R"));
    golden.assertMatches("r_precision_per_query", zeroForLone(report.column("R-precision")));
    golden.assertMatches("map_at_r_per_query", zeroForLone(report.column("MAP@R")));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void votesOfNeighboursAreTheReferences(GoldenCase golden) {
    List<Matcher> votes = expected(golden, VOTE).toList();

    assertTrue(votes.size() > 0);
    for (Matcher vote : votes) {
      Protocol protocol = protocol(golden, vote.group(1));
      int k = Integer.parseInt(vote.group(2));
      VoteTie tie = vote.group(3).equals("nearest") ? VoteTie.NEAREST : VoteTie.SMALLEST_LABEL;
      EvaluationOptions options =
          EvaluationOptions.defaults().withNeighbours(List.of(k), tie).withClusterings(0);
      QueryColumn column =
          Evaluation.of(protocol, options).retrieval().column("k-NN accuracy, k=" + k);
      int[] predicted = NearestNeighbourVote.predict(protocol, k, tie, 2);

      assertScalar(golden, vote.group(), column.mean().value());
      assertArrayEquals(correct(protocol, predicted), column.values());
      if (golden.has(vote.group() + "_pred")) {
        assertArrayEquals(golden.array(vote.group() + "_pred").ints(), predicted, vote.group());
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void scoresPutTheReferencesInOrder(GoldenCase golden) {
    EmbeddingSet images = images(golden);
    int[] ranking = golden.array("ranking").ints();
    int others = images.size() - 1;
    SimilarityRows.visit(
        images.values(),
        images.width(),
        Panels.of(images.values(), images.width()),
        1,
        () ->
            (query, scores) ->
                assertArrayEquals(
                    Arrays.copyOfRange(ranking, query * others, (query + 1) * others),
                    IntStream.range(0, images.size())
                        .filter(j -> j != query)
                        .boxed()
                        .sorted(Comparator.comparing(j -> -scores[j]))
                        .mapToInt(j -> j)
                        .toArray()));
  }

  private static Protocol protocol(GoldenCase golden, String name) {
    if (name.equals("loo")) {
      return new Protocol.Closed(images(golden));
    }
    int references = golden.parameter("n_reference").asInt();
    int size = golden.array("labels").length();
    return new Protocol.Gallery(images(golden, references, size), images(golden, 0, references));
  }

  private static EmbeddingSet images(GoldenCase golden) {
    return images(golden, 0, golden.array("labels").length());
  }

  private static EmbeddingSet images(GoldenCase golden, int from, int to) {
    int width = golden.array("embeddings").shape()[1];
    float[] values = golden.array("embeddings").floats();
    int[] labels = golden.array("labels").ints();
    return EmbeddingSet.of(
        Arrays.copyOfRange(values, from * width, to * width),
        width,
        Arrays.copyOfRange(labels, from, to));
  }

  private static Stream<Matcher> expected(GoldenCase golden, Pattern pattern) {
    Iterable<String> names = () -> golden.json().path("expected").fieldNames();
    return StreamSupport.stream(names.spliterator(), false)
        .map(pattern::matcher)
        .filter(Matcher::matches);
  }

  private static void assertMean(GoldenCase golden, String name, QueryColumn column) {
    assertScalar(golden, name, column.mean().value());
    double all = DoubleStream.of(zeroForLone(column)).average().orElseThrow();
    assertScalar(golden, name + "_all_queries", all);
  }

  private static void assertScalar(GoldenCase golden, String name, double value) {
    double expected = golden.json().path("expected").path(name).asDouble(Double.NaN);
    assertEquals(expected, value, GoldenCase.EXACT, golden.name() + "/" + name);
  }

  private static double[] zeroForLone(QueryColumn column) {
    return DoubleStream.of(column.values()).map(v -> Double.isNaN(v) ? 0 : v).toArray();
  }

  private static double[] correct(Protocol protocol, int[] predicted) {
    return IntStream.range(0, predicted.length)
        .mapToDouble(q -> predicted[q] == protocol.queries().label(q) ? 1 : 0)
        .toArray();
  }
}
