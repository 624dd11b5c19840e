package arcface4j.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.regularization.L2Regularization;

/** The head as a DL4J layer: JSON, files, counters, batches, errors. */
class MarginLayerTest {

  private static final int INPUTS = 6;
  private static final int FEATURES = 5;
  private static final int CLASSES = 4;
  private static final int WIDE = 64;
  private static final int CENTRES = 100;

  @ParameterizedTest
  @EnumSource
  void theConfigurationSurvivesJson(HeadKind kind) {
    ComputationGraphConfiguration written = configuration(MarginHead.of(kind).withFocalGamma(2));
    ComputationGraphConfiguration read = ComputationGraphConfiguration.fromJson(written.toJson());
    assertEquals(written, read);
    assertEquals(written.toJson(), read.toJson());
    assertEquals(written.toJson(), written.clone().toJson());
  }

  @ParameterizedTest
  @EnumSource
  void aSavedNetworkContinuesBitForBit(HeadKind kind, @TempDir Path folder) throws Exception {
    ComputationGraph network = network(MarginHead.of(kind));
    network.fit(batch(7, 1));
    File file = folder.resolve("network.zip").toFile();
    network.save(file);
    ComputationGraph loaded = ComputationGraph.load(file, true);
    assertEquals(network.output(input(3, 2))[0], loaded.output(input(3, 2))[0]);
    network.fit(batch(7, 3));
    loaded.fit(batch(7, 3));
    assertEquals(network.params(), loaded.params());
    assertSame(outcome(network), outcome(loaded));
  }

  @Test
  void aCloneIsIndependent() {
    ComputationGraph network = network(MarginHead.of(HeadKind.ARCFACE));
    ComputationGraph clone = network.clone();
    INDArray before = clone.params().dup();
    network.fit(batch(7, 1));
    assertEquals(before, clone.params());
    clone.fit(batch(7, 1));
    assertEquals(network.params(), clone.params());
  }

  @Test
  void centresStartXavierUniformFromTheNetworksSeed() {
    MarginHead head = MarginHead.of(HeadKind.ARCFACE).withSubcenters(50);
    INDArray weight = network(head).getParam(Heads.WEIGHT);
    double bound = Math.sqrt(6.0 / (FEATURES + CLASSES * 50));
    double largest = weight.amaxNumber().doubleValue();
    assertTrue(largest <= bound && largest > 0.95 * bound, largest + " against " + bound);
    assertEquals(weight, network(head).getParam(Heads.WEIGHT));
  }

  /** Features that share a direction, as those behind a ReLU do, at a scale of 30. */
  @Test
  void centresThatStartTogetherBeginAtTheLossOfChance() {
    double chance = Math.log(CENTRES);
    double together = firstLoss(CentreStart.TOGETHER);
    double spread = firstLoss(CentreStart.XAVIER);
    assertEquals(chance, together, 0.2);
    assertTrue(spread > chance + 1, spread + " against " + chance);
  }

  private static double firstLoss(CentreStart start) {
    MarginHead head = MarginHead.of(HeadKind.NORMFACE).withCentreStart(start);
    ComputationGraph network = Heads.network(head, CENTRES, WIDE, CENTRES, DataType.DOUBLE);
    double[] features = new Random(1).doubles((long) CENTRES * WIDE, 0.8, 1.2).toArray();
    network.getParam(Heads.FEATURES).assign(Heads.matrix(features, WIDE, DataType.DOUBLE));
    int[] labels = IntStream.range(0, CENTRES).toArray();
    network.fit(
        new DataSet(
            Heads.rows(CENTRES, DataType.DOUBLE), Heads.oneHot(labels, CENTRES, DataType.DOUBLE)));
    return outcome(network).meanLoss();
  }

  @Test
  void centresThatStartTogetherDifferAndComeFromTheNetworksSeed() {
    MarginHead head = MarginHead.of(HeadKind.ARCFACE).withCentreStart(CentreStart.TOGETHER);
    INDArray weight = network(head).getParam(Heads.WEIGHT);
    INDArray distances = weight.sub(1 / Math.sqrt(FEATURES)).norm2(1);
    assertTrue(distances.minNumber().doubleValue() > 0.01, distances.toString());
    assertTrue(distances.maxNumber().doubleValue() < 0.3, distances.toString());
    assertNotEquals(weight.getRow(0), weight.getRow(1));
    assertEquals(weight, network(head).getParam(Heads.WEIGHT));
  }

  @ParameterizedTest
  @EnumSource
  void inferenceNeedsNoLabelAndCarriesNoMargin(HeadKind kind) {
    ComputationGraph network = network(MarginHead.of(kind));
    network.fit(batch(7, 1));
    INDArray input = input(3, 2);
    double[] trained = Heads.values(network.outputSingle(input));
    double[] features = Heads.values(features(network, input));
    double[][] expected = marginFreeLogits(network, ReferenceMargin.rows(features, FEATURES));
    assertArrayEquals(ReferenceMargin.flat(expected), trained, 1e-12);
  }

  private static double[][] marginFreeLogits(ComputationGraph network, double[][] features) {
    MarginHead head = head(network);
    double[][] weight =
        ReferenceMargin.rows(Heads.values(network.getParam(Heads.WEIGHT)), FEATURES);
    double[][] logits = new double[features.length][CLASSES];
    for (int n = 0; n < features.length; n++) {
      for (int c = 0; c < CLASSES; c++) {
        double product = 0;
        for (int d = 0; d < FEATURES; d++) {
          product += features[n][d] * weight[c][d];
        }
        double length = ReferenceMargin.length(features[n]);
        double centre = ReferenceMargin.length(weight[c]);
        logits[n][c] =
            switch (head.kind()) {
              case SOFTMAX -> product + network.getParam(Heads.HEAD + "_b").getDouble(c);
              case SPHEREFACE -> product / centre;
              default -> head.scale() * product / (length * centre);
            };
      }
    }
    return logits;
  }

  @Test
  void aThreadThatAskedLeavesNothingBehind() throws InterruptedException {
    ComputationGraph network = network(MarginHead.of(HeadKind.ARCFACE));
    for (int i = 0; i < 3; i++) {
      Thread asking =
          new Thread(
              () -> {
                INDArray features = features(network, input(3, 2));
                INDArray labels = Heads.oneHot(new int[] {0, 1, 2}, CLASSES, DataType.DOUBLE);
                network.outputSingle(input(3, 2));
                Heads.layer(network).marginLogits(features, labels, 0);
              });
      asking.start();
      asking.join();
    }
    assertTrue(Heads.layer(network).graph().getSessions().isEmpty());
  }

  @Test
  void softmaxHasABiasThatLearns() {
    ComputationGraph network = network(MarginHead.of(HeadKind.SOFTMAX));
    INDArray bias = network.getParam(Heads.HEAD + "_b");
    assertArrayEquals(new double[CLASSES], Heads.values(bias));
    network.fit(batch(7, 1));
    assertTrue(bias.amaxNumber().doubleValue() > 0);
  }

  @ParameterizedTest
  @EnumSource
  void batchesOfAnySizeFollowEachOther(HeadKind kind) {
    ComputationGraph network = network(MarginHead.of(kind));
    for (int rows : new int[] {1, 3, 7, 1, 7}) {
      network.fit(batch(rows, rows));
      assertEquals(rows, outcome(network).size());
      assertEquals(network.score(), outcome(network).meanLoss(), 1e-12);
      assertEquals(rows, network.outputSingle(input(rows, 1)).size(0));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 31})
  void theOutcomeHoldsWhatTheLogitsSay(int rows) {
    MarginHead head = MarginHead.of(HeadKind.ARCFACE).withScale(4);
    ComputationGraph network = network(head);
    assertNull(outcome(network));
    DataSet batch = batch(rows, 5);
    INDArray input = batch.getFeatures();
    INDArray withMargin =
        Heads.layer(network).marginLogits(features(network, input), batch.getLabels(), 0);
    INDArray marginFree = network.outputSingle(input);
    double loss = network.score(batch);
    network.fit(batch);
    assertArrayEquals(withMargin.argMax(1).toIntVector(), outcome(network).predictedWithMargin());
    assertArrayEquals(marginFree.argMax(1).toIntVector(), outcome(network).predictedMarginFree());
    assertEquals(rows, outcome(network).size());
    assertEquals(loss, outcome(network).meanLoss(), 1e-12);
  }

  @Test
  void theMeanLossIsTheDataTermAlone() {
    ComputationGraphConfiguration configuration = configuration(MarginHead.of(HeadKind.ARCFACE));
    DenseLayer features = (DenseLayer) layerConfiguration(configuration, "features");
    features.setRegularization(List.of(new L2Regularization(0.1)));
    ComputationGraph network = new ComputationGraph(configuration);
    network.init();
    network.fit(batch(7, 1));
    assertTrue(network.score() > outcome(network).meanLoss());
  }

  @Test
  void centresDecayWhenTheLayerIsGivenDecay() {
    ComputationGraphConfiguration configuration = configuration(MarginHead.of(HeadKind.ARCFACE));
    headConfiguration(configuration).setRegularization(List.of(new L2Regularization(0.1)));
    ComputationGraph decayed = new ComputationGraph(configuration);
    decayed.init();
    ComputationGraph plain = network(MarginHead.of(HeadKind.ARCFACE));
    INDArray decay = plain.getParam(Heads.WEIGHT).mul(0.1);
    decayed.fit(batch(7, 1));
    plain.fit(batch(7, 1));
    INDArray difference = plain.getParam(Heads.WEIGHT).sub(decayed.getParam(Heads.WEIGHT));
    assertArrayEquals(Heads.values(decay), Heads.values(difference), 1e-12);
  }

  @Test
  void theMarginWarmsUpWithTheTrainingSteps() {
    MarginHead head = MarginHead.of(HeadKind.ARCFACE).withMarginWarmup(new MarginWarmup(0, 2));
    for (int step = 0; step < 4; step++) {
      ComputationGraph warming = network(head);
      ComputationGraph constant =
          network(MarginHead.of(HeadKind.ARCFACE).withMargin(step >= 2 ? 0.5 : 0.25 * step));
      warming.getConfiguration().setIterationCount(step);
      warming.fit(batch(7, 1));
      constant.fit(batch(7, 1));
      assertEquals(constant.params(), warming.params());
    }
  }

  @Test
  void theAnnealingCounterAdvancesOnTrainingBatchesOnly() {
    ComputationGraph network = network(MarginHead.of(HeadKind.SPHEREFACE));
    network.fit(batch(7, 1));
    network.output(input(3, 2));
    network.score(batch(7, 3));
    network.fit(batch(7, 4));
    assertEquals(2, network.getIterationCount());
    DataSet third = batch(7, 5);
    INDArray features = features(network, third.getFeatures());
    double expected =
        new ReferenceMargin(
                head(network),
                2,
                ReferenceMargin.rows(Heads.values(features), FEATURES),
                ReferenceMargin.rows(Heads.values(network.getParam(Heads.WEIGHT)), FEATURES),
                third.getLabels().argMax(1).toIntVector())
            .loss();
    network.fit(third);
    assertEquals(expected, outcome(network).meanLoss(), 1e-12);
  }

  @Test
  void theAnnealingCounterIsSavedWithTheNetwork(@TempDir Path folder) throws Exception {
    ComputationGraph network = network(MarginHead.of(HeadKind.SPHEREFACE));
    for (int step = 0; step < 5; step++) {
      network.fit(batch(7, step));
    }
    File file = folder.resolve("network.zip").toFile();
    network.save(file);
    ComputationGraph loaded = ComputationGraph.load(file, true);
    assertEquals(5, loaded.getIterationCount());
    ComputationGraph restarted = loaded.clone();
    restarted.getConfiguration().setIterationCount(0);
    for (ComputationGraph each : new ComputationGraph[] {network, loaded, restarted}) {
      each.fit(batch(7, 9));
    }
    assertSame(outcome(network), outcome(loaded));
    assertNotEquals(outcome(network).meanLoss(), outcome(restarted).meanLoss());
  }

  @Test
  void labelsOfAnotherShapeAreRefused() {
    ComputationGraph network = network(MarginHead.of(HeadKind.ARCFACE));
    INDArray labels = Heads.oneHot(new int[] {0, 1, 2}, 3, DataType.DOUBLE);
    Exception error =
        assertThrows(
            IllegalArgumentException.class, () -> network.fit(new DataSet(input(3, 1), labels)));
    assertEquals(
        "labels of shape [3, 3]; one-hot labels of shape [3, 4] are needed", error.getMessage());
  }

  @Test
  void featuresOfAnotherWidthAreRefused() {
    Exception error =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new MarginOutputLayer(MarginHead.of(HeadKind.ARCFACE), 8, 4)
                    .setNIn(InputType.feedForward(5), true));
    assertEquals("the head takes 8 features, the network gives 5", error.getMessage());
  }

  private static ComputationGraphConfiguration configuration(MarginHead head) {
    return Heads.configuration(head, INPUTS, FEATURES, CLASSES, DataType.DOUBLE);
  }

  private static ComputationGraph network(MarginHead head) {
    return Heads.network(head, INPUTS, FEATURES, CLASSES, DataType.DOUBLE);
  }

  private static MarginOutputLayer headConfiguration(ComputationGraphConfiguration graph) {
    return (MarginOutputLayer) layerConfiguration(graph, Heads.HEAD);
  }

  private static Layer layerConfiguration(ComputationGraphConfiguration graph, String name) {
    return ((LayerVertex) graph.getVertices().get(name)).getLayerConf().getLayer();
  }

  private static MarginHead head(ComputationGraph network) {
    return headConfiguration(network.getConfiguration()).getHead();
  }

  private static void assertSame(BatchOutcome expected, BatchOutcome actual) {
    assertEquals(expected.meanLoss(), actual.meanLoss());
    assertArrayEquals(expected.predictedWithMargin(), actual.predictedWithMargin());
    assertArrayEquals(expected.predictedMarginFree(), actual.predictedMarginFree());
  }

  private static BatchOutcome outcome(ComputationGraph network) {
    return Heads.layer(network).lastBatch();
  }

  private static INDArray features(ComputationGraph network, INDArray input) {
    return input.mmul(network.getParam(Heads.FEATURES));
  }

  private static INDArray input(int rows, long seed) {
    double[] values = new Random(seed).doubles((long) rows * INPUTS, -1, 1).toArray();
    return Heads.matrix(values, INPUTS, DataType.DOUBLE);
  }

  private static DataSet batch(int rows, long seed) {
    int[] labels = new Random(seed + 1).ints(rows, 0, CLASSES).toArray();
    return new DataSet(input(rows, seed), Heads.oneHot(labels, CLASSES, DataType.DOUBLE));
  }
}
