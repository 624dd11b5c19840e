package arcface4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import arcface4j.head.BatchOutcome;
import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.npy.NpyArray;
import arcface4j.testing.GoldenCase;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** A small ResNet with ArcFace against PyTorch: forward, every gradient, three steps, inference. */
@Tag("golden")
class ResNetGoldenTest {

  /** Every case with ND4J's operations, those in float32 with the fast engine too. */
  static List<Arguments> cases() {
    return GoldenCase.under("resnet-small").stream()
        .flatMap(golden -> Computes.of(golden.isDouble()).map(c -> Arguments.of(golden, c)))
        .toList();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void everyGradientIsThatOfPyTorch(GoldenCase golden, Compute compute) {
    EmbeddingNetwork network = start(golden, compute);
    int[] labels = golden.array("labels").ints();
    network.computeGradients(images(golden), labels);
    for (String name : network.parameters().names()) {
      String array = "grads/" + pyTorch(name);
      if (golden.has(array)) {
        double[] sum = network.parameters().gradient(name).doubles();
        golden.assertMatches(array, Arrays.stream(sum).map(g -> g / labels.length).toArray());
      }
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void threeStepsAreThoseOfPyTorch(GoldenCase golden, Compute compute) {
    EmbeddingNetwork network = start(golden, compute);
    float[] images = golden.array("images").floats();
    int[] labels = golden.array("labels").ints();
    double[] losses = golden.array("steps_loss").doubles();
    for (int step = 0; step < losses.length; step++) {
      BatchOutcome outcome = network.train(images, golden.array("images").shape()[2], labels);
      assertEquals(
          losses[step], outcome.meanLoss(), golden.tolerance("steps_loss"), "loss " + step);
      assertState(golden, "after" + (step + 1), network.parameters());
    }
    golden.assertMatches("eval_features", network.features(images(golden)));
  }

  private static EmbeddingNetwork start(GoldenCase golden, Compute compute) {
    EmbeddingNetwork network = network(golden, compute);
    for (String name : network.parameters().names()) {
      network.parameters().set(name, golden.array("params/" + pyTorch(name)));
    }
    return network;
  }

  private static INDArray images(GoldenCase golden) {
    NpyArray images = golden.array("images");
    long[] shape = Arrays.stream(images.shape()).asLongStream().toArray();
    return Nd4j.createFromArray(images.floats()).reshape(shape).castTo(dataType(golden));
  }

  private static DataType dataType(GoldenCase golden) {
    return golden.isDouble() ? DataType.DOUBLE : DataType.FLOAT;
  }

  private static void assertState(GoldenCase golden, String after, NamedParameters parameters) {
    for (String name : parameters.names()) {
      String array = after + "/" + pyTorch(name);
      if (golden.has(array)) {
        golden.assertMatches(array, parameters.get(name).doubles());
      }
    }
  }

  private static EmbeddingNetwork network(GoldenCase golden, Compute compute) {
    List<Integer> blocks = numbers(golden.parameter("blocks"));
    List<Integer> planes = numbers(golden.parameter("planes"));
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      stages.add(new Stage(blocks.get(i), planes.get(i), i == 0 ? 1 : 2));
    }
    NpyArray images = golden.array("images");
    ResNetSpec spec =
        new ResNetSpec(
            images.shape()[1], images.shape()[2], stages, golden.parameter("n_feats").asInt());
    MarginHead head =
        MarginHead.of(HeadKind.ARCFACE)
            .withScale(golden.parameter("s").asDouble())
            .withMargin(golden.parameter("m").asDouble())
            .withEasyMargin(golden.parameter("easy").asInt() == 1);
    return EmbeddingNetwork.create(
        spec,
        head,
        golden.parameter("classes").asInt(),
        new TrainingRule(
            new Sgd(golden.parameter("lr").asDouble()),
            new WeightDecay(golden.parameter("weight_decay").asDouble(), true)),
        compute,
        dataType(golden),
        1);
  }

  private static List<Integer> numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asInt).toList();
  }

  /** The golden folder names the head's weight after the original's variable. */
  private static String pyTorch(String name) {
    return name.equals("head.weight") ? "metric.weight" : name;
  }
}
