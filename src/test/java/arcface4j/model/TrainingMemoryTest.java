package arcface4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.engine.Activation;
import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingMemoryTest {

  private static final MarginHead HEAD = MarginHead.of(HeadKind.ARCFACE);

  /** More numbers than a long counts. */
  static Stream<BackboneSpec> ofHugeImages() {
    int size = 2_000_000_000;
    return Stream.of(
        new ResNetSpec(3, size, List.of(new Stage(1, 64, 1)), 0),
        PlainSpec.of(64, 3, size, Activation.GELU, 0));
  }

  @ParameterizedTest
  @MethodSource("ofHugeImages")
  void imagesForWhichNoMachineHasRoomAreRefused(BackboneSpec spec) {
    TrainingMemory memory = new TrainingMemory(spec, 2, HEAD, 10);
    String refusal =
        assertThrows(
                IllegalArgumentException.class, () -> memory.requireWithin(Long.MAX_VALUE / 1024))
            .getMessage();
    assertTrue(refusal.startsWith("a batch of 2 images of 2000000000 x 2000000000"), refusal);
  }

  /** Stem: convolution, norm, GELU; stage: convolution, pooling, norm, GELU, convolution, ... */
  @Test
  void everyActivationOfAPlainNetworkIsCounted() {
    int stem = 3 * 4 * 32 * 32;
    int stage = 6 * 32 * 32 + 6 * 6 * 16 * 16;
    int head = 6 + 10;
    TrainingMemory memory =
        new TrainingMemory(new PlainSpec(3, 32, 4, List.of(6), Activation.GELU, 0), 5, HEAD, 10);
    assertEquals(1.3 * 4 * 5 * (stem + stage + head), memory.bytes(), 1);
  }
}
