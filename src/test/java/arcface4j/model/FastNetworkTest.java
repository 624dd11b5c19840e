package arcface4j.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.engine.EngineException;
import arcface4j.engine.Phase;
import arcface4j.engine.StepProfile;
import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.npy.NpyArray;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** A network on the fast engine: that it computes there, and what it refuses. */
class FastNetworkTest {

  private static final int SIZE = 32;
  private static final int CONVOLUTIONS = 6; // the stem, two blocks of two, one projection
  private static final int[] LABELS = {0, 2, 1};

  private EmbeddingNetwork network;

  @BeforeEach
  void open() {
    network = create(Computes.onednn(), DataType.FLOAT);
  }

  @AfterEach
  void close() {
    network.close();
  }

  private static EmbeddingNetwork create(Compute compute, DataType type) {
    return EmbeddingNetwork.create(
        ResNetSpec.of(List.of(1, 1), 4, 3, SIZE, 5),
        MarginHead.of(HeadKind.ARCFACE),
        3,
        new TrainingRule(new Sgd(0.01), WeightDecay.NONE),
        compute,
        type,
        7);
  }

  private static float[] images(int count) {
    Random random = new Random(2);
    float[] images = new float[count * 3 * SIZE * SIZE];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    return images;
  }

  private StepProfile backbone() {
    return network.profile().backbone().orElseThrow();
  }

  @Test
  void aStepRunsInTheEngineWithoutReordersBetweenLayers() {
    network.train(images(3), SIZE, LABELS);
    assertEquals(CONVOLUTIONS, backbone().calls(Phase.CONVOLUTION_FORWARD));
    assertEquals(CONVOLUTIONS - 1, backbone().calls(Phase.CONVOLUTION_DATA));
    assertEquals(CONVOLUTIONS, backbone().calls(Phase.CONVOLUTION_WEIGHTS));
    assertEquals(CONVOLUTIONS, backbone().calls(Phase.NORM_BACKWARD));
    assertEquals(0, backbone().calls(Phase.REORDER_ACTIVATION));
  }

  @Test
  void embeddingIsAPathOfItsOwnWithoutNormsOrAnyStepOfTraining() {
    network.embed(images(3), 3, SIZE);
    assertEquals(CONVOLUTIONS, backbone().calls(Phase.CONVOLUTION_FORWARD));
    assertEquals(0, backbone().calls(Phase.NORM_FORWARD));
    assertEquals(0, backbone().calls(Phase.ADD));
    assertEquals(0, backbone().calls(Phase.CONVOLUTION_WEIGHTS));
  }

  @Test
  void nd4jsOperationsRunNothingInTheEngine() {
    try (EmbeddingNetwork generic = create(Compute.ND4J, DataType.FLOAT)) {
      generic.embed(images(1), 1, SIZE);
      assertTrue(generic.profile().backbone().isEmpty());
    }
  }

  @Test
  void imagesOfAnotherShapeAreRefused() {
    assertRefused("100 values are not 3 images", () -> network.embed(new float[100], 3, SIZE));
    assertRefused("a batch of 0 images", () -> network.embed(new float[0], 0, SIZE));
    assertRefused("a batch of 0 images", () -> network.train(new float[0], SIZE, new int[0]));
    assertRefused(
        "images of shape [2, 4, 32, 32]",
        () -> network.features(Nd4j.zeros(DataType.FLOAT, 2, 4, SIZE, SIZE)));
    assertRefused(
        "in DOUBLE", () -> network.features(Nd4j.zeros(DataType.DOUBLE, 1, 3, SIZE, SIZE)));
    assertRefused("label 3 is not", () -> network.train(images(1), SIZE, new int[] {3}));
  }

  private static void assertRefused(String part, Runnable work) {
    IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, work::run);
    assertTrue(refused.getMessage().contains(part), refused.getMessage());
  }

  @Test
  void doublePrecisionIsRefusedBeforeItIsReadAsFloats() {
    assertRefused("not DOUBLE", () -> create(Computes.onednn(), DataType.DOUBLE).close());
  }

  @Test
  void aClosedNetworkRefusesEverythingAndClosesAgain() {
    network.train(images(3), SIZE, LABELS);
    network.close();
    network.close();
    for (Runnable use :
        List.<Runnable>of(
            () -> network.train(images(3), SIZE, LABELS),
            () -> network.embed(images(1), 1, SIZE),
            () -> network.marginLogits(new float[5], new int[] {0}),
            () -> network.features(Nd4j.zeros(DataType.FLOAT, 1, 3, SIZE, SIZE)))) {
      IllegalStateException refused = assertThrows(IllegalStateException.class, use::run);
      assertEquals("the network was closed; make or load it again", refused.getMessage());
    }
  }

  /** Pictures so large that their activations fit nowhere, though they themselves do. */
  @Test
  void aBatchWithoutMemoryIsRefusedInBytesAndTheNetworkGoesOn() {
    int side = 4096;
    float[] huge = new float[3 * side * side];
    ResNetSpec wide = new ResNetSpec(3, SIZE, List.of(new Stage(1, 256, 1)), 0);
    try (EmbeddingNetwork large =
        EmbeddingNetwork.create(
            wide,
            MarginHead.of(HeadKind.ARCFACE),
            3,
            new TrainingRule(new Sgd(0.01), WeightDecay.NONE),
            network.compute(),
            1)) {
      EngineException refused =
          assertThrows(EngineException.class, () -> large.train(huge, side, new int[] {1}));
      assertTrue(
          refused.getMessage().matches(".*1 images of 3x4096x4096.* needs \\d{11,} bytes.*"),
          refused.getMessage());
    }
    assertDoesNotThrow(() -> network.train(images(3), SIZE, LABELS));
  }

  @Test
  void aStepThatFailsBehindItsBackwardPassLeavesTheNetworkUsable() {
    NpyArray head = network.parameters().get("head.weight");
    float[] broken = head.floats().clone();
    broken[0] = Float.NaN;
    network.parameters().set("head.weight", NpyArray.of(broken, head.shape()));
    float[] before = network.parameters().get("conv1.weight").floats();
    assertThrows(NonFiniteLossException.class, () -> network.train(images(3), SIZE, LABELS));
    assertArrayEquals(before, network.parameters().get("conv1.weight").floats());
    network.parameters().set("head.weight", head);
    assertDoesNotThrow(() -> network.train(images(3), SIZE, LABELS));
  }
}
