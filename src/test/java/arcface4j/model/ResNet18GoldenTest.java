package arcface4j.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import arcface4j.head.BatchOutcome;
import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.npy.NpyArray;
import arcface4j.testing.GoldenCase;
import arcface4j.train.TorchSgd;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The full ResNet18 with ArcFace over three SGD steps against PyTorch. */
@Tag("golden")
class ResNet18GoldenTest {

  /**
   * float32: a ReLU input near 0 can flip, and each step then drifts further. PyTorch's own float32
   * differs from its float64 by 0.04 of a tensor's typical value in the gradient, 0.002 after one
   * step and 0.11 after three; by 0.23 in the features of inference then.
   */
  private static final double[] FLOAT_TOLERANCE = {0.01, 0.05, 0.3};

  private static final double FLOAT_GRADIENT_TOLERANCE = 0.1;
  private static final double FLOAT_FEATURE_TOLERANCE = 0.5;
  private static final double DOUBLE_TOLERANCE = 1e-9;

  /** Every case with ND4J's operations, those in float32 with the fast engine too. */
  static List<Arguments> cases() {
    return GoldenCase.expectedUnder("resnet18").stream()
        .flatMap(
            golden ->
                Computes.of(isDouble(golden.json().path("case")))
                    .map(compute -> Arguments.of(golden, compute)))
        .toList();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void threeStepsAreThoseOfPyTorch(GoldenCase golden, Compute compute) {
    JsonNode setting = golden.json().path("case");
    HashedWeights weights = new HashedWeights(setting.path("tag").asText());
    EmbeddingNetwork network = network(setting, compute);
    for (String name : network.parameters().names()) {
      int[] shape = network.parameters().shape(name);
      network.parameters().set(name, weights.parameter(name, shape));
    }
    int batch = setting.path("batch").asInt();
    INDArray images =
        Nd4j.createFromArray(weights.images(batch * 3 * 32 * 32))
            .reshape(batch, 3, 32, 32)
            .castTo(network.graph().params().dataType());
    int[] labels = golden.array("labels").ints();
    assertGradient(golden, weights, network, images, labels);
    for (int step = 0; step < golden.json().path("loss").size(); step++) {
      double tolerance = tolerance(setting, step);
      double expected = golden.json().path("loss").get(step).asDouble();
      BatchOutcome outcome = network.train(images, labels);
      assertEquals(expected, outcome.meanLoss(), tolerance * expected, golden + ": loss " + step);
      JsonNode after = golden.json().path("after" + (step + 1));
      if (!after.isMissingNode()) {
        assertTensors(weights, after, network.parameters()::get, tolerance);
      }
    }
    double[] features = network.features(images);
    double[] expected = golden.array("eval_features").doubles();
    double tolerance = isDouble(setting) ? DOUBLE_TOLERANCE : FLOAT_FEATURE_TOLERANCE;
    assertClose(expected, features, tolerance, golden + ": eval_features");
  }

  private static void assertGradient(
      GoldenCase golden,
      HashedWeights weights,
      EmbeddingNetwork network,
      INDArray images,
      int[] labels) {
    network.computeGradients(images, labels);
    boolean exact = isDouble(golden.json().path("case"));
    double tolerance = exact ? DOUBLE_TOLERANCE : FLOAT_GRADIENT_TOLERANCE;
    Function<String, NpyArray> mean =
        name -> {
          NpyArray sum = network.parameters().gradient(name);
          double[] values = Arrays.stream(sum.doubles()).map(g -> g / labels.length).toArray();
          return NpyArray.of(values, sum.shape());
        };
    assertTensors(weights, golden.json().path("gradient"), mean, tolerance);
  }

  /** Within a tolerance relative to the typical size of the values. */
  private static void assertClose(
      double[] expected, double[] actual, double tolerance, String what) {
    double squares = Arrays.stream(expected).map(v -> v * v).sum();
    assertArrayEquals(expected, actual, tolerance * Math.sqrt(squares / expected.length), what);
  }

  private static double tolerance(JsonNode setting, int step) {
    return isDouble(setting) ? DOUBLE_TOLERANCE : FLOAT_TOLERANCE[step];
  }

  private static void assertTensors(
      HashedWeights weights,
      JsonNode expected,
      Function<String, NpyArray> actual,
      double tolerance) {
    for (Map.Entry<String, JsonNode> entry : expected.properties()) {
      String name = entry.getKey();
      double[] values = actual.apply(name).doubles();
      double l2 = entry.getValue().path("l2").asDouble();
      double norm = Math.sqrt(Arrays.stream(values).map(v -> v * v).sum());
      assertEquals(l2, norm, tolerance * l2, name + ": l2");
      JsonNode samples = entry.getValue().path("sample");
      double typical = l2 / Math.sqrt(values.length);
      for (int i = 0; i < samples.size(); i++) {
        int index = weights.sampleIndex(name, i, values.length);
        double value = samples.get(i).asDouble();
        assertEquals(value, values[index], tolerance * typical, name + "[" + index + "]");
      }
    }
  }

  private static EmbeddingNetwork network(JsonNode setting, Compute compute) {
    MarginHead head =
        MarginHead.of(HeadKind.ARCFACE)
            .withScale(setting.path("s").asDouble())
            .withMargin(setting.path("m").asDouble())
            .withEasyMargin(setting.path("easy_margin").asBoolean());
    return EmbeddingNetwork.create(
        ResNetSpec.of(List.of(2, 2, 2, 2), 64, 3, 32, 512),
        head,
        10,
        new TrainingRule(
            TorchSgd.constant(
                setting.path("lr").asDouble(), setting.path("momentum").asDouble(), false),
            new WeightDecay(setting.path("weight_decay").asDouble(), true)),
        compute,
        isDouble(setting) ? DataType.DOUBLE : DataType.FLOAT,
        1);
  }

  private static boolean isDouble(JsonNode setting) {
    return setting.path("dtype").asText().equals("torch.float64");
  }
}
