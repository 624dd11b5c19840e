package arcface4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import arcface4j.npy.NpyArray;
import arcface4j.testing.GoldenCase;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class TorchSgdTest {

  static List<GoldenCase> cases() {
    return GoldenCase.under("sgd/");
  }

  /**
   * Each tensor is a part of one flat array, as in DL4J, and a new updater is made for every step,
   * so nothing but the buffer can carry over.
   */
  @Tag("golden")
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void parametersAndBuffersAreThoseOfPyTorch(GoldenCase golden) {
    for (int tensor = 0; golden.has("param" + tensor); tensor++) {
      NpyArray gradients = golden.array("grad" + tensor);
      int steps = gradients.shape()[0];
      int size = gradients.length() / steps;
      DataType type = golden.isDouble() ? DataType.DOUBLE : DataType.FLOAT;
      INDArray flat = Nd4j.zeros(type, 3 * size + 4);
      INDArray parameters = part(flat, 1, size);
      INDArray gradient = part(flat, size + 2, size);
      INDArray buffer = part(flat, 2 * size + 3, size);
      double[] starts = golden.array("param" + tensor).doubles();
      parameters.assign(Nd4j.createFromArray(Arrays.copyOf(starts, size)));
      double[] states = Arrays.copyOf(starts, starts.length);
      double[] buffers = new double[gradients.length()];
      for (int step = 0; step < steps; step++) {
        double[] given = Arrays.copyOfRange(gradients.doubles(), step * size, (step + 1) * size);
        gradient.assign(Nd4j.createFromArray(given));
        new L2Regularization(decay(golden, tensor)).apply(parameters, gradient, 0, step, 0);
        TorchSgd sgd = updater(golden, tensor, step);
        sgd.instantiate(sgd.stateSize(size) > 0 ? buffer : null, false)
            .applyUpdater(gradient, step, 0);
        parameters.subi(gradient);
        copy(parameters, states, (step + 1) * size);
        copy(buffer, buffers, step * size);
      }
      golden.assertMatches("param" + tensor, states);
      if (golden.has("momentum" + tensor)) {
        golden.assertMatches("momentum" + tensor, buffers);
      }
      assertEquals(0, flat.getDouble(0) + flat.getDouble(size + 1) + flat.getDouble(3 * size + 3));
    }
  }

  private static INDArray part(INDArray flat, int start, int size) {
    return flat.get(NDArrayIndex.interval(start, start + size));
  }

  private static void copy(INDArray from, double[] to, int start) {
    double[] values = from.toDoubleVector();
    System.arraycopy(values, 0, to, start, values.length);
  }

  private static TorchSgd updater(GoldenCase golden, int tensor, int step) {
    JsonNode perStep = golden.parameter("lr_per_step");
    double rate =
        perStep.isMissingNode()
            ? ofGroup(golden, tensor, "group_lr", "lr")
            : perStep.get(step).asDouble();
    return TorchSgd.constant(
        rate, golden.parameter("momentum").asDouble(), golden.parameter("nesterov").asBoolean());
  }

  private static double decay(GoldenCase golden, int tensor) {
    return ofGroup(golden, tensor, "group_weight_decay", "weight_decay");
  }

  private static double ofGroup(GoldenCase golden, int tensor, String perGroup, String common) {
    JsonNode groups = golden.parameter("groups");
    for (int group = 0; group < groups.size(); group++) {
      for (JsonNode member : groups.get(group)) {
        if (member.asInt() == tensor && golden.parameter(perGroup).has(group)) {
          return golden.parameter(perGroup).get(group).asDouble();
        }
      }
    }
    return golden.parameter(common).asDouble();
  }

  @Test
  void aNetworkFollowsTheRecurrenceWhileRateAndMomentumChange() {
    OneCycleShape shape = OneCycleShape.of(6);
    TorchSgd sgd =
        new TorchSgd(
            Schedule.OneCycle.ofRate(shape, 0.5, 25, 1e4),
            new Schedule.OneCycle(0.95, 0.85, 0.95, shape),
            true);
    ComputationGraph net = network(sgd);
    double[] expected = net.params().toDoubleVector();
    double[] buffer = new double[expected.length];
    for (int step = 0; step < 6; step++) {
      DataSet batch = batch(step);
      double[] gradient = gradient(net, batch);
      double momentum = sgd.momentum().at(step);
      for (int i = 0; i < expected.length; i++) {
        double decayed = gradient[i] + DECAY * expected[i];
        buffer[i] = momentum * buffer[i] + decayed;
        expected[i] -= sgd.learningRate().at(step) * (decayed + momentum * buffer[i]);
      }
      net.fit(batch);
      assertArrayEquals(expected, net.params().toDoubleVector(), 1e-14, "step " + step);
    }
  }

  @Test
  void aResumedNetworkEndsBitIdentically() {
    TorchSgd sgd = new TorchSgd(new Schedule.Step(0.3, 2, 0.5), new Schedule.Constant(0.9), true);
    ComputationGraph whole = network(sgd);
    ComputationGraph first = network(sgd);
    for (int step = 0; step < 5; step++) {
      whole.fit(batch(step));
      if (step < 3) {
        first.fit(batch(step));
      }
    }
    ComputationGraph resumed =
        new ComputationGraph(
            ComputationGraphConfiguration.fromJson(first.getConfiguration().toJson()));
    resumed.init();
    resumed.setParams(first.params());
    resumed.getUpdater().setStateViewArray(first.getUpdater().getStateViewArray().dup());
    assertEquals(3, resumed.getIterationCount());
    resumed.fit(batch(3));
    resumed.fit(batch(4));
    assertArrayEquals(whole.params().toDoubleVector(), resumed.params().toDoubleVector());
  }

  @Test
  void everyScheduleSurvivesTheNetworksJson() {
    for (Schedule schedule :
        List.of(
            new Schedule.Constant(0.1),
            new Schedule.Step(0.1, 30, 0.2),
            new Schedule.MultiStep(0.1, List.of(3L, 5_000_000_000L), 0.2),
            new Schedule.Cosine(0.1, 0.001, 40),
            Schedule.OneCycle.ofRate(OneCycleShape.of(100), 0.1, 25, 1e4))) {
      IUpdater sgd = new TorchSgd(schedule, schedule, true);
      String json = network(sgd).getConfiguration().toJson();
      ComputationGraph back = new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
      back.init();
      assertEquals(sgd, back.getLayer("hidden").getConfig().getUpdaterByParam("W"));
    }
  }

  @Test
  void withoutMomentumThereIsNoState() {
    TorchSgd plain = TorchSgd.constant(0.1, 0, false);
    assertEquals(0, plain.stateSize(1000));
    assertEquals(1000, TorchSgd.constant(0.1, 0.9, false).stateSize(1000));
    ComputationGraph net = network(plain);
    double[] before = net.params().toDoubleVector();
    net.fit(batch(0));
    assertEquals(null, net.getUpdater().getStateViewArray());
    assertNotEquals(before[0], net.params().getDouble(0));
  }

  @Test
  void theBufferCanAlsoComeByName() {
    TorchSgd sgd = TorchSgd.constant(0.1, 0.5, false);
    INDArray buffer = Nd4j.createFromArray(2.0, 4.0);
    var updater = sgd.instantiate(Map.of("momentum", buffer), false);
    INDArray gradient = Nd4j.createFromArray(1.0, 1.0);
    updater.applyUpdater(gradient, 0, 0);
    assertArrayEquals(new double[] {2, 3}, buffer.toDoubleVector());
    assertArrayEquals(new double[] {0.2, 0.3}, gradient.toDoubleVector(), 1e-15);
    assertEquals(Map.of("momentum", buffer), updater.getState());
    updater.setState(Map.of("momentum", buffer), true);
    assertArrayEquals(new double[2], buffer.toDoubleVector());
    var empty = sgd.instantiate(Map.of(), false);
    assertThrows(IllegalStateException.class, () -> empty.applyUpdater(gradient, 0, 0));
  }

  @Test
  void nesterovWithoutMomentumIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> TorchSgd.constant(0.1, 0, true));
  }

  private static final double DECAY = 0.01;

  private static ComputationGraph network(IUpdater updater) {
    ComputationGraph net =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(updater)
                .l2(DECAY)
                .l2Bias(DECAY)
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                    "hidden",
                    new DenseLayer.Builder().nIn(3).nOut(7).activation(Activation.TANH).build(),
                    "in")
                .addLayer(
                    "out",
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(7)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "hidden")
                .setOutputs("out")
                .build());
    net.init();
    return net;
  }

  private static DataSet batch(long seed) {
    Random random = new Random(seed);
    return new DataSet(values(random, 5, 3), values(random, 5, 2));
  }

  private static INDArray values(Random random, int rows, int columns) {
    double[] values = random.doubles((long) rows * columns, -1, 1).toArray();
    return Nd4j.createFromArray(values).reshape(rows, columns);
  }

  /** The mean gradient of the batch, without decay. */
  private static double[] gradient(ComputationGraph net, DataSet batch) {
    ComputationGraph copy = net.clone();
    copy.setInput(0, batch.getFeatures());
    copy.setLabels(batch.getLabels());
    copy.computeGradientAndScore();
    return copy.getFlattenedGradients().div(batch.numExamples()).toDoubleVector();
  }
}
