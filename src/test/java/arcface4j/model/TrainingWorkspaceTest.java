package arcface4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Training computes in ND4J workspaces, whoever computes the backbone. */
class TrainingWorkspaceTest {

  private static final int[] LABELS = {0, 1, 2};

  /** Steps in which a workspace may still find its size. */
  private static final int WARM_UP = 8;

  static Stream<Compute> computes() {
    return Computes.of(false);
  }

  @ParameterizedTest
  @MethodSource("computes")
  void stepsShareWorkspacesThatNeitherGrowNorStayOpen(Compute compute) {
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    try (EmbeddingNetwork network = network(compute)) {
      train(network, WARM_UP);
      long bytes = workspaceBytes();
      assertTrue(bytes > 0, "no workspace was used");
      train(network, WARM_UP);
      assertEquals(bytes, workspaceBytes());
      assertFalse(Nd4j.getWorkspaceManager().anyWorkspaceActiveForCurrentThread());
    }
  }

  private static EmbeddingNetwork network(Compute compute) {
    return EmbeddingNetwork.create(
        ResNetSpec.of(List.of(1, 1), 4, 3, 32, 5),
        MarginHead.of(HeadKind.ARCFACE),
        LABELS.length,
        new TrainingRule(new Sgd(0.01), WeightDecay.NONE),
        compute,
        5);
  }

  private static void train(EmbeddingNetwork network, int steps) {
    for (int step = 0; step < steps; step++) {
      network.train(new float[LABELS.length * 3 * 32 * 32], 32, LABELS);
    }
  }

  private static long workspaceBytes() {
    return Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread().stream()
        .mapToLong(MemoryWorkspace::getCurrentSize)
        .sum();
  }
}
