package arcface4j.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.engine.Activation;
import arcface4j.engine.LayerSpec;
import arcface4j.engine.NetworkSpec;
import arcface4j.head.BatchOutcome;
import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.npy.NpyArray;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** The graph of a specification: round trips, sizes, depths. */
@Tag("slow")
class NetworkGraphTest {

  private static final int CLASSES = 3;

  @TempDir Path folder;

  private static EmbeddingNetwork network(BackboneSpec spec, HeadKind head) {
    return EmbeddingNetwork.create(
        spec,
        MarginHead.of(head),
        CLASSES,
        new TrainingRule(new Sgd(0.01), new WeightDecay(5e-4, true)),
        Compute.ND4J,
        5);
  }

  static Stream<BackboneSpec> small() {
    List<Integer> blocks = List.of(1, 1, 2);
    return Stream.of(
        ResNetSpec.of(blocks, 4, 3, 32, 0),
        ResNetSpec.of(blocks, 4, 3, 32, 6),
        PlainSpec.of(4, 3, 32, Activation.GELU, 0));
  }

  private static float[] images(int count, int channels, int size) {
    Random random = new Random(3);
    float[] pixels = new float[count * channels * size * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return pixels;
  }

  @ParameterizedTest
  @MethodSource("small")
  void theConfigurationSurvivesAJsonFile(BackboneSpec spec) throws IOException {
    ComputationGraph graph = network(spec, HeadKind.ARCFACE).graph();
    Path file = Files.writeString(folder.resolve("g.json"), graph.getConfiguration().toJson());
    ComputationGraphConfiguration read =
        ComputationGraphConfiguration.fromJson(Files.readString(file));
    assertEquals(graph.getConfiguration().toJson(), read.toJson());
    ComputationGraph copy = new ComputationGraph(read);
    copy.init(graph.params().dup(), false);
    assertSameOutputs(graph, copy);
  }

  @ParameterizedTest
  @MethodSource("small")
  void aTrainedGraphSurvivesABinaryFileAndTrainsOn(BackboneSpec spec) throws IOException {
    EmbeddingNetwork network = network(spec, HeadKind.ARCFACE);
    network.train(images(4, 3, 32), 32, new int[] {0, 1, 2, 1});
    File file = folder.resolve("g.zip").toFile();
    ModelSerializer.writeModel(network.graph(), file, true);
    ComputationGraph copy = ModelSerializer.restoreComputationGraph(file, true);
    assertSameOutputs(network.graph(), copy);
  }

  private static void assertSameOutputs(ComputationGraph graph, ComputationGraph copy) {
    INDArray input = Nd4j.createFromArray(images(5, 3, 32)).reshape(5, 3, 32, 32);
    float[] expected = graph.outputSingle(input).dup('c').data().asFloat();
    assertEquals(5 * CLASSES, expected.length);
    assertArrayEquals(expected, copy.outputSingle(input).dup('c').data().asFloat());
  }

  /** Global average pooling takes what is left, also of odd sizes. */
  @ParameterizedTest
  @MethodSource("small")
  void imagesOfAnySizeAreTrainedOnAndEmbedded(BackboneSpec spec) {
    EmbeddingNetwork network = network(spec, HeadKind.ARCFACE);
    for (int size : new int[] {32, 33, 47, 48}) {
      BatchOutcome outcome = network.train(images(3, 3, size), size, new int[] {0, 1, 2});
      assertTrue(Double.isFinite(outcome.meanLoss()));
      assertEquals(3 * spec.embeddingWidth(), network.embed(images(3, 3, size), 3, size).length);
    }
  }

  /** Both kernels see the same of an image that is no square, and so does its mirror image. */
  @ParameterizedTest
  @CsvSource({"32, 48", "48, 32", "33, 47", "64, 32"})
  void heightAndWidthMayDiffer(int height, int width) {
    BackboneSpec spec = ResNetSpec.of(List.of(1, 1), 4, 3, 32, 5);
    float[] images = new float[2 * 3 * height * width];
    Random random = new Random(3);
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    float[][] features = new float[2][];
    double[] losses = new double[2];
    TrainingRule rule = new TrainingRule(new Sgd(0.01), WeightDecay.NONE);
    for (int i = 0; i < 2; i++) {
      Compute compute = i == 0 ? Compute.ND4J : Computes.onednn();
      try (EmbeddingNetwork network =
          EmbeddingNetwork.create(
              spec, MarginHead.of(HeadKind.ARCFACE), CLASSES, rule, compute, 1)) {
        losses[i] = network.train(images, height, new int[] {0, 2}).meanLoss();
        features[i] = network.embed(images, 2, height, true);
      }
    }
    assertEquals(losses[0], losses[1], 1e-4);
    assertArrayEquals(features[0], features[1], 1e-3f);
  }

  static Stream<BackboneSpec> specs() {
    return Stream.of(
        ResNetSpec.of(List.of(2, 2, 2, 2), 3, 3, 32, 0),
        ResNetSpec.of(List.of(3, 4, 6, 3), 2, 3, 33, 7), // ResNet34
        new ResNetSpec(1, 32, List.of(new Stage(1, 5, 1)), 0),
        new ResNetSpec(2, 35, List.of(new Stage(1, 4, 2), new Stage(3, 4, 1)), 1),
        new ResNetSpec(4, 32, List.of(new Stage(2, 3, 1), new Stage(1, 7, 1)), 9),
        PlainSpec.of(2, 3, 32, Activation.GELU, 0), // plain8
        PlainSpec.of(1, 1, 47, Activation.RELU, 4),
        new PlainSpec(2, 33, 5, List.of(3, 7), Activation.GELU, 1));
  }

  @ParameterizedTest
  @MethodSource("specs")
  void everySpecificationTrainsAndCountsItsParameters(BackboneSpec spec) {
    EmbeddingNetwork network = network(spec, HeadKind.SOFTMAX);
    double ofTheHead = (spec.embeddingWidth() + 1.0) * CLASSES;
    assertEquals(network.graph().numParams(), spec.parameters() + ofTheHead);
    float[] images = images(2, spec.channels(), spec.imageSize());
    assertTrue(
        Double.isFinite(network.train(images, spec.imageSize(), new int[] {2, 0}).meanLoss()));
    assertEquals(2 * spec.embeddingWidth(), network.embed(images, 2, spec.imageSize()).length);
  }

  @ParameterizedTest
  @MethodSource("specs")
  void theLargestImageOfOnePixelIsThat(BackboneSpec spec) {
    assertEquals(1, lastSize(spec, spec.largestOfOnePixel()));
    assertEquals(2, lastSize(spec, spec.largestOfOnePixel() + 1));
  }

  /** H = W of what the global pooling reads. */
  private static int lastSize(BackboneSpec spec, int imageSize) {
    NetworkSpec layers = BackboneLayers.of(spec, imageSize, imageSize);
    LayerSpec pool =
        layers.layers().stream()
            .filter(LayerSpec.GlobalPool.class::isInstance)
            .findFirst()
            .orElseThrow();
    return layers.shape(pool.inputs().get(0)).height();
  }

  /** As torchvision and its readers know them, without running statistics: 11.17 million. */
  @Test
  void resNet18HasItsKnownNumberOfParameters() {
    ResNetSpec spec = ResNetSpec.of(List.of(2, 2, 2, 2), 64, 3, 32, 0);
    double statistics = 2 * (64 + 4 * 64 + 5 * 128 + 5 * 256 + 5 * 512);
    assertEquals(11_173_962 - 512 * 10 - 10, spec.parameters() - statistics);
  }

  /** In 3 x 3 convolutions the middle number alone is 1; the other channels are PyTorch's. */
  @Test
  void thePlainNetworksStagesBeginAsTheIdentity() {
    EmbeddingNetwork network =
        network(new PlainSpec(3, 32, 4, List.of(6, 5), Activation.GELU, 0), HeadKind.ARCFACE);
    assertIdentity(network, "layer1.conv1.weight", 4);
    assertIdentity(network, "layer1.conv2.weight", 6);
    assertIdentity(network, "layer2.conv1.weight", 5); // fewer than the 6 it reads
  }

  private static void assertIdentity(EmbeddingNetwork network, String name, int passed) {
    NpyArray weights = network.parameters().get(name);
    int inputs = weights.shape()[1];
    double largest = 1 / Math.sqrt(9 * inputs);
    for (int i = 0; i < weights.length(); i++) {
      int output = i / (9 * inputs);
      double value = weights.floats()[i];
      if (output < passed) {
        assertEquals(i == (output * inputs + output) * 9 + 4 ? 1 : 0, value, name + " at " + i);
      } else {
        assertTrue(value != 0 && Math.abs(value) <= largest, name + " at " + i + ": " + value);
      }
    }
  }
}
