package arcface4j.head;

import static org.junit.jupiter.api.Assertions.assertEquals;

import arcface4j.testing.GoldenCase;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The heads against the original program's own metrics.py. */
@Tag("golden")
class MarginGoldenTest {

  private static final Map<String, HeadKind> KINDS =
      Map.of(
          "arcface", HeadKind.ARCFACE,
          "subcenter arcface", HeadKind.ARCFACE,
          "cosface", HeadKind.COSFACE,
          "sphereface", HeadKind.SPHEREFACE);

  static List<GoldenCase> cases() {
    return GoldenCase.under("margin/");
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void theLayerGivesTheSameLossAndGradients(GoldenCase golden) {
    ComputationGraph network = network(golden);
    Heads.Outcome outcome = Heads.outcome(network, golden.array("labels").ints());
    assertMatches(golden, "loss", outcome.loss());
    assertMatches(golden, "grad_features", outcome.features());
    assertMatches(golden, "grad_weight", outcome.weight());
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void theLayerGivesTheSameLogits(GoldenCase golden) {
    ComputationGraph network = network(golden);
    INDArray marginFree =
        network.outputSingle(Heads.rows(golden.parameter("batch").asInt(), type(golden)));
    assertMatches(golden, "cosine", cosines(golden, Heads.values(marginFree)));
    if (golden.has("logits")) {
      assertMatches(golden, "logits", Heads.values(marginLogits(golden, network)));
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void theReferenceGivesTheSame(GoldenCase golden) {
    ReferenceMargin reference = reference(golden);
    assertMatches(golden, "cosine", ReferenceMargin.flat(reference.cosines()));
    assertMatches(golden, "loss", reference.loss());
    assertMatches(golden, "grad_features", ReferenceMargin.flat(reference.featureGradient()));
    assertMatches(golden, "grad_weight", ReferenceMargin.flat(reference.weightGradient()));
    if (golden.has("logits")) {
      assertMatches(golden, "logits", ReferenceMargin.flat(reference.marginLogits()));
      assertMatches(golden, "loss_per_row", reference.lossPerRow());
      assertMatches(golden, "grad_logits", ReferenceMargin.flat(reference.logitGradient()));
    }
    if (golden.has("center")) {
      assertEquals(
          Arrays.toString(golden.array("center").ints()),
          Arrays.toString(
              Arrays.stream(reference.centres()).flatMapToInt(Arrays::stream).toArray()));
    }
    if (golden.has("lambda")) {
      double lambda = SphereFaceAnnealing.lambdaAt(golden.parameter("iter").asLong());
      assertMatches(golden, "lambda", lambda);
    }
  }

  private static ComputationGraph network(GoldenCase golden) {
    int columns = golden.parameter("n_feats").asInt();
    ComputationGraph network =
        Heads.network(
            head(golden),
            Heads.matrix(golden.array("features").doubles(), columns, type(golden)),
            Heads.matrix(golden.array("weight").doubles(), columns, type(golden)));
    network.getConfiguration().setIterationCount(iteration(golden));
    return network;
  }

  private static ReferenceMargin reference(GoldenCase golden) {
    int columns = golden.parameter("n_feats").asInt();
    return new ReferenceMargin(
        head(golden),
        iteration(golden),
        ReferenceMargin.rows(golden.array("features").doubles(), columns),
        ReferenceMargin.rows(golden.array("weight").doubles(), columns),
        golden.array("labels").ints());
  }

  private static INDArray marginLogits(GoldenCase golden, ComputationGraph network) {
    int classes = golden.parameter("classes").asInt();
    return Heads.layer(network)
        .marginLogits(
            network.getParam(Heads.FEATURES),
            Heads.oneHot(golden.array("labels").ints(), classes, type(golden)),
            iteration(golden));
  }

  private static MarginHead head(GoldenCase golden) {
    HeadKind kind = KINDS.get(golden.parameter("head").asText());
    return MarginHead.of(kind)
        .withScale(golden.parameter("s").asDouble(1.0))
        .withMargin(golden.parameter("m").asDouble())
        .withEasyMargin(golden.parameter("easy").asInt() == 1)
        .withSubcenters(golden.parameter("k").asInt(1))
        .withFocalGamma(golden.parameter("gamma").asDouble());
  }

  /** The original counts from 1, the network from 0. */
  private static int iteration(GoldenCase golden) {
    return golden.parameter("iter").asInt(1) - 1;
  }

  private static DataType type(GoldenCase golden) {
    return golden.isDouble() ? DataType.DOUBLE : DataType.FLOAT;
  }

  /** Logits without margin are s cos(theta), or |x| cos(theta). */
  private static double[] cosines(GoldenCase golden, double[] logits) {
    int classes = golden.parameter("classes").asInt();
    double[][] features = reference(golden).features();
    MarginHead head = head(golden);
    double[] cosines = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      double length = ReferenceMargin.length(features[i / classes]);
      cosines[i] = logits[i] / (head.kind() == HeadKind.SPHEREFACE ? length : head.scale());
    }
    return cosines;
  }

  private static void assertMatches(GoldenCase golden, String array, double... actual) {
    golden.assertMatches(array, actual, tolerance(golden, array));
  }

  /** 1e-9 in double unless the case itself allows more; the case's own in float. */
  private static double tolerance(GoldenCase golden, String array) {
    double stated = golden.tolerance(array);
    return golden.isDouble() ? Math.max(GoldenCase.EXACT, stated) : stated;
  }
}
