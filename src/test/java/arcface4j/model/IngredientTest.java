package arcface4j.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.engine.Precision;
import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** What a recipe adds to a training step or to inference, against slow twins, on both engines. */
class IngredientTest {

  private static final int[] LABELS = {0, 2, 1, 1, 0};
  private static final int SIZE = 9;

  static Stream<Compute> computes() {
    return Stream.of(
        Compute.ND4J,
        Compute.of(EngineChoice.ONEDNN, Precision.F32, true, note -> {}, warning -> {}));
  }

  private static EmbeddingNetwork network(Compute compute, HeadKind head) {
    return network(compute, head, 4);
  }

  private static EmbeddingNetwork network(Compute compute, HeadKind head, int width) {
    return EmbeddingNetwork.create(
        ResNetSpec.of(List.of(1, 2), width, 3, 32, 0),
        MarginHead.of(head),
        3,
        new TrainingRule(new Sgd(0.1), WeightDecay.NONE),
        compute,
        6);
  }

  private static float[] images(long seed) {
    Random random = new Random(seed);
    float[] pixels = new float[LABELS.length * 3 * SIZE * SIZE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) random.nextGaussian();
    }
    return pixels;
  }

  private static float[] values(EmbeddingNetwork network, String name) {
    return network.parameters().get(name).floats();
  }

  /** The recurrence in doubles, name by name, over weights and running statistics. */
  @ParameterizedTest
  @MethodSource("computes")
  void theAverageIsThatOfTheSlowTwinAndExchangingTwiceChangesNothing(Compute compute) {
    try (EmbeddingNetwork network = network(compute, HeadKind.COSFACE)) {
      for (String name : List.of("conv1.weight", "layer2.1.bn1.running_var", "head.weight")) {
        AveragedWeights average = new AveragedWeights(network, 0.25);
        double[] expected = network.parameters().get(name).doubles();
        for (int step = 1; step <= 3; step++) {
          network.train(images(step), SIZE, LABELS);
          average.update();
          double d = Math.min(0.25, (1.0 + network.step()) / (10.0 + network.step()));
          float[] weights = values(network, name);
          for (int i = 0; i < expected.length; i++) {
            expected[i] = d * expected[i] + (1 - d) * weights[i];
          }
        }
        float[] weights = values(network, name);
        float[] features = network.embed(images(9), LABELS.length, SIZE);
        average.exchange();
        float[] averaged = values(network, name);
        for (int i = 0; i < expected.length; i++) {
          assertEquals(expected[i], averaged[i], 1e-6, name);
        }
        float[] others = network.embed(images(9), LABELS.length, SIZE);
        assertTrue(
            Math.abs(features[0] - others[0]) > 1e-6f, "the engine computes with the average");
        average.exchange();
        assertArrayEquals(weights, values(network, name));
        assertArrayEquals(features, network.embed(images(9), LABELS.length, SIZE));
      }
    }
  }

  /** Memory may be short when an evaluation has failed, and the weights must come back. */
  @Test
  void exchangingTakesNoMemoryForNumbers() {
    EmbeddingNetwork network = network(Compute.ND4J, HeadKind.COSFACE, 20); // several pieces
    float[] weights = network.graph().params().dup().data().asFloat();
    float[] others = new float[weights.length];
    for (int i = 0; i < others.length; i++) {
      others[i] = i;
    }
    AveragedWeights average = new AveragedWeights(network, 0.25);
    average.setOthers(others);
    WorkspaceConfiguration full =
        WorkspaceConfiguration.builder()
            .initialSize(1024)
            .policyLearning(LearningPolicy.NONE)
            .policySpill(SpillPolicy.FAIL)
            .build();
    try (MemoryWorkspace scope = Nd4j.getWorkspaceManager().getAndActivateWorkspace(full, "FULL")) {
      average.exchange();
    }
    assertArrayEquals(weights, average.others());
    assertArrayEquals(others, network.graph().params().dup().data().asFloat());
  }

  @Test
  void theFirstAveragesForgetTheStart() {
    assertEquals(2.0 / 11, AveragedWeights.decayAfter(1, 0.999));
    assertEquals(0.999, AveragedWeights.decayAfter(100_000, 0.999));
    assertThrows(
        IllegalArgumentException.class,
        () -> new AveragedWeights(network(Compute.ND4J, HeadKind.ARCFACE), 1));
  }

  /** Features are the mean, logits those of the mean; a mirror image looks the same then. */
  @ParameterizedTest
  @MethodSource("computes")
  void withItsMirrorImageAnImageHasTheMeanOfBothFeatures(Compute compute) {
    for (HeadKind head : List.of(HeadKind.ARCFACE, HeadKind.SOFTMAX, HeadKind.SPHEREFACE)) {
      try (EmbeddingNetwork network = network(compute, head)) {
        float[] images = images(4);
        float[] mirrored = images.clone();
        for (int line = 0; line < images.length / SIZE; line++) {
          for (int x = 0; x < SIZE; x++) {
            mirrored[line * SIZE + x] = images[line * SIZE + SIZE - 1 - x];
          }
        }
        float[] own = network.embed(images, LABELS.length, SIZE);
        float[] other = network.embed(mirrored, LABELS.length, SIZE);
        float[] both = network.embed(images, LABELS.length, SIZE, true);
        for (int i = 0; i < own.length; i++) {
          assertEquals((own[i] + other[i]) / 2, both[i], 1e-6f);
        }
        float[] turned = network.embed(mirrored, LABELS.length, SIZE, true);
        float[] logits = network.logits(both).values();
        assertArrayEquals(logits, network.logits(turned).values(), 1e-4f);
        float[] plain = network.logits(network.embed(images, LABELS.length, SIZE, false)).values();
        assertTrue(Math.abs(plain[0] - logits[0]) > 1e-6f);
      }
    }
  }
}
