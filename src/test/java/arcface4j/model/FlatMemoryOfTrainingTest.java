package arcface4j.model;

import static org.junit.jupiter.api.Assertions.assertThrows;

import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.npy.NpyArray;
import arcface4j.testing.NativeMemory;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nd4j.linalg.learning.config.Sgd;

/** A thousand steps on the fast engine leave resident memory where it was. */
@Tag("slow")
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc/self/statm")
class FlatMemoryOfTrainingTest {

  private static final long LIMIT = 8_000_000;

  @Test
  void aThousandStepsWithShortBatchesEmbeddingsAndFailuresStayFlat() throws Exception {
    NativeMemory.assertFlat(Steps.class, LIMIT);
  }

  /** Runs in a JVM of its own. */
  static final class Steps {

    private static final int WARM_UP = 300;
    private static final int STEPS = 1000;
    private static final int BATCH = 4;
    private static final int SIZE = 32;
    private static final String HEAD = "head.weight";

    public static void main(String[] arguments) throws IOException {
      Random random = new Random(1);
      float[] images = new float[BATCH * 3 * SIZE * SIZE];
      for (int i = 0; i < images.length; i++) {
        images[i] = (float) random.nextGaussian();
      }
      try (EmbeddingNetwork network = network()) {
        run(network, images, WARM_UP);
        long before = residentWithoutGarbage();
        run(network, images, STEPS);
        System.out.println(residentWithoutGarbage() - before);
      }
    }

    /** ND4J frees its arrays when the collector finds them. */
    private static long residentWithoutGarbage() throws IOException {
      System.gc();
      return NativeMemory.resident();
    }

    private static EmbeddingNetwork network() {
      return EmbeddingNetwork.create(
          ResNetSpec.of(List.of(1, 1), 4, 3, SIZE, 6),
          MarginHead.of(HeadKind.ARCFACE),
          3,
          new TrainingRule(new Sgd(1e-3), WeightDecay.NONE),
          Computes.onednn(),
          5);
    }

    /** Every tenth batch is short, every fiftieth step embeds single images and one throws. */
    private static void run(EmbeddingNetwork network, float[] images, int steps) {
      int[] labels = {0, 1, 2, 1};
      for (int step = 0; step < steps; step++) {
        int size = step % 10 == 9 ? BATCH - 1 : BATCH;
        float[] batch = Arrays.copyOf(images, size * 3 * SIZE * SIZE);
        network.train(batch, SIZE, Arrays.copyOf(labels, size));
        if (step % 50 == 0) {
          network.embed(Arrays.copyOf(images, 3 * SIZE * SIZE), 1, SIZE);
          breakOff(network, images, labels);
        }
      }
    }

    /** A step that throws behind its backward pass. */
    private static void breakOff(EmbeddingNetwork network, float[] images, int[] labels) {
      NpyArray kept = network.parameters().get(HEAD);
      float[] broken = kept.floats().clone();
      broken[0] = Float.NaN;
      network.parameters().set(HEAD, NpyArray.of(broken, kept.shape()));
      assertThrows(NonFiniteLossException.class, () -> network.train(images, SIZE, labels));
      network.parameters().set(HEAD, kept);
    }
  }
}
