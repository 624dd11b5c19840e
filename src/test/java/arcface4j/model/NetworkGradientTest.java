package arcface4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.engine.Activation;
import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.testing.InDouble;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Tiny networks with their heads, in double and with workspaces: the gradient of every parameter.
 */
@Tag("slow")
@ExtendWith(InDouble.class)
class NetworkGradientTest {

  private static final int[] LABELS = {0, 2, 1};
  private static final int CLASSES = 3;
  private static final int SIZE = 32;
  private static final double STEP = 1e-6;
  private static final int CHECKED_OF_EACH_PARAMETER = 2;

  static Stream<MarginHead> heads() {
    MarginHead arcFace = MarginHead.of(HeadKind.ARCFACE).withScale(4);
    return Stream.of(
        arcFace,
        arcFace.withEasyMargin(true),
        MarginHead.of(HeadKind.COSFACE).withScale(4).withSubcenters(2),
        MarginHead.of(HeadKind.SPHEREFACE));
  }

  private static EmbeddingNetwork network(MarginHead head, Stage... stages) {
    return network(head, new ResNetSpec(2, SIZE, List.of(stages), 4));
  }

  /**
   * Not where it begins: the identity hands the stem's zeros on, and where the pooling chooses
   * among equal numbers the loss has a corner.
   */
  private static EmbeddingNetwork plain(MarginHead head) {
    EmbeddingNetwork network =
        network(head, new PlainSpec(2, SIZE, 2, List.of(2, 3), Activation.GELU, 4));
    INDArray parameters = network.graph().params();
    double[] moves = new Random(5).doubles(parameters.length(), 0, 0.2).toArray();
    parameters.addi(Nd4j.createFromArray(moves).reshape(parameters.shape()));
    return network;
  }

  private static EmbeddingNetwork network(MarginHead head, BackboneSpec spec) {
    return EmbeddingNetwork.create(
        spec,
        head,
        CLASSES,
        new TrainingRule(new NoOp(), WeightDecay.NONE),
        Compute.ND4J,
        DataType.DOUBLE,
        8);
  }

  private static INDArray images() {
    Random random = new Random(17);
    double[] pixels = random.doubles((long) LABELS.length * 2 * SIZE * SIZE, -1, 1).toArray();
    return Nd4j.createFromArray(pixels).reshape(LABELS.length, 2, SIZE, SIZE);
  }

  private static INDArray oneHot() {
    return new NetworkArrays(2, 4, CLASSES, DataType.DOUBLE).oneHot(LABELS);
  }

  /** The running statistics are parameters in DL4J, but nothing that a loss depends on. */
  private static Set<String> statistics(ComputationGraph graph) {
    Set<String> names = new HashSet<>(graph.paramTable().keySet());
    names.removeIf(name -> !name.endsWith("_mean") && !name.endsWith("_var"));
    return names;
  }

  /**
   * Without projections: DL4J's check finds the parameters to leave out by the order of their
   * layers, which is not their order in the flat vector where paths part.
   */
  @ParameterizedTest
  @MethodSource("heads")
  void dl4jsGradientCheckPassesWithWorkspaces(MarginHead head) {
    assertDl4jsGradientCheckPasses(network(head, new Stage(2, 2, 1)).graph());
    assertDl4jsGradientCheckPasses(plain(head).graph());
  }

  private static void assertDl4jsGradientCheckPasses(ComputationGraph graph) {
    assertEquals(WorkspaceMode.ENABLED, graph.getConfiguration().getTrainingWorkspaceMode());
    assertTrue(
        GradientCheckUtil.checkGradients(
            new GradientCheckUtil.GraphConfig()
                .net(graph)
                .epsilon(STEP)
                .maxRelError(1e-3)
                .minAbsoluteError(1e-7)
                .subset(true)
                .maxPerParam(CHECKED_OF_EACH_PARAMETER)
                .excludeParams(statistics(graph))
                .inputs(new INDArray[] {images()})
                .labels(new INDArray[] {oneHot()})));
  }

  @ParameterizedTest
  @MethodSource("heads")
  void everyGradientIsACentralDifferenceOfTheLoss(MarginHead head) {
    assertCentralDifferences(network(head, new Stage(1, 2, 2), new Stage(1, 3, 2)).graph());
    assertCentralDifferences(plain(head).graph());
  }

  private static void assertCentralDifferences(ComputationGraph graph) {
    graph.setInputs(images());
    graph.setLabels(oneHot());
    graph.computeGradientAndScore();
    MultiDataSet batch = new MultiDataSet(images(), oneHot());
    for (String name : graph.paramTable().keySet()) {
      if (!statistics(graph).contains(name)) {
        INDArray gradient = graph.gradient().getGradientFor(name).dup();
        for (int element = 0; element < gradient.length(); element += 1 + element * 2) {
          long[] place = Shape.ind2subC(gradient.shape(), element);
          double expected = difference(graph, batch, graph.getParam(name), place);
          assertEquals(expected, gradient.getDouble(place) / LABELS.length, 1e-6, name);
        }
      }
    }
  }

  private static double difference(
      ComputationGraph graph, MultiDataSet batch, INDArray parameter, long[] place) {
    double kept = parameter.getDouble(place);
    parameter.putScalar(place, kept + STEP);
    double above = graph.score(batch, true);
    parameter.putScalar(place, kept - STEP);
    double below = graph.score(batch, true);
    parameter.putScalar(place, kept);
    return (above - below) / (2 * STEP);
  }
}
