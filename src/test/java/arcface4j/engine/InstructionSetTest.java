package arcface4j.engine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What processors can do, by oneDNN's bits ({@code dnnl_cpu_isa_t}). */
class InstructionSetTest {

  @ParameterizedTest
  @CsvSource({
    "0x0, none",
    "0x1, SSE4.1",
    "0x7, AVX2",
    "0x27, AVX512",
    "0x67, AVX512",
  })
  void bf16WithoutItsInstructionsIsAnErrorThatNamesThem(String bits, String name) {
    InstructionSet set = new InstructionSet(Integer.decode(bits));
    assertEquals(name, set.toString());
    EngineException refused =
        assertThrows(EngineException.class, () -> set.require(Precision.BF16));
    assertEquals(
        "bf16 needs a processor with AVX512-BF16 or AMX; this one has "
            + name
            + "; use --precision f32",
        refused.getMessage());
    assertDoesNotThrow(() -> set.require(Precision.F32));
  }

  @Test
  void bf16RunsWhereTheInstructionsAre() {
    for (int bits : new int[] {0xe7, 0xfef}) {
      assertDoesNotThrow(() -> new InstructionSet(bits).require(Precision.BF16));
    }
    assertEquals("AVX512-BF16", new InstructionSet(0xe7).toString());
    assertEquals("AMX", new InstructionSet(0xfef).toString());
  }
}
