package arcface4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.engine.EngineException;
import arcface4j.engine.Onednn;
import arcface4j.engine.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which engine a choice gives, and what is said of it. */
class ComputeTest {

  private static final Supplier<Onednn> BROKEN =
      () -> {
        throw new EngineException("oneDNN does not load: no such library");
      };

  private final List<String> notes = new ArrayList<>();

  private Compute of(EngineChoice choice, Precision precision, Supplier<Onednn> loader) {
    return Compute.of(choice, precision, true, loader, notes::add, this::warn);
  }

  private void warn(String line) {
    notes.add("warning: " + line);
  }

  @ParameterizedTest
  @EnumSource(
      value = EngineChoice.class,
      names = {"AUTO", "ONEDNN"})
  void theFastEngineIsTakenAndNamedInOneLine(EngineChoice choice) {
    try (Compute compute = of(choice, Precision.F32, Onednn::open)) {
      assertTrue(compute.onednn().isPresent());
      assertEquals(1, notes.size());
      assertTrue(notes.get(0).startsWith("engine: oneDNN 3."), notes.get(0));
      assertTrue(notes.get(0).endsWith(", " + compute.precision()), notes.get(0));
    }
  }

  @Test
  void nd4jIsTakenWhereItIsAskedFor() {
    assertEquals(Compute.ND4J, of(EngineChoice.ND4J, Precision.F32, BROKEN));
    assertEquals(List.of("engine: ND4J's operations, F32"), notes);
  }

  @Test
  void anEngineThatDoesNotLoadIsAnErrorWhereItWasAskedFor() {
    EngineException refused =
        assertThrows(EngineException.class, () -> of(EngineChoice.ONEDNN, Precision.F32, BROKEN));
    assertEquals("oneDNN does not load: no such library", refused.getMessage());
    assertEquals(List.of(), notes);
  }

  @Test
  void autoGoesOnWithOneWarning() {
    assertEquals(Compute.ND4J, of(EngineChoice.AUTO, Precision.F32, BROKEN));
    assertEquals(
        List.of(
            "warning: oneDNN does not load: no such library; going on with ND4J's operations, far"
                + " slower",
            "engine: ND4J's operations, F32"),
        notes);
  }

  @Test
  void theCudaBuildRunsTheGenericKernelsAndRefusesTheOther() {
    assertEquals(
        Compute.ND4J,
        Compute.of(EngineChoice.AUTO, Precision.F32, false, BROKEN, notes::add, this::warn));
    EngineException refused =
        assertThrows(
            EngineException.class,
            () ->
                Compute.of(
                    EngineChoice.ONEDNN, Precision.F32, false, BROKEN, notes::add, this::warn));
    assertTrue(refused.getMessage().contains("no oneDNN on board"), refused.getMessage());
  }

  /** Never in float32 instead: also auto refuses. */
  @ParameterizedTest
  @EnumSource(EngineChoice.class)
  void bf16IsComputedInBf16OrNotAtAll(EngineChoice choice) {
    boolean inHardware;
    try (Onednn onednn = Onednn.open()) {
      inHardware = onednn.supports(Precision.BF16);
    }
    if (inHardware && choice != EngineChoice.ND4J) {
      try (Compute compute = of(choice, Precision.BF16, Onednn::open)) {
        assertEquals(Precision.BF16, compute.precision());
      }
      return;
    }
    EngineException refused =
        assertThrows(EngineException.class, () -> of(choice, Precision.BF16, Onednn::open));
    assertTrue(refused.getMessage().startsWith("bf16 needs "), refused.getMessage());
    assertFalse(refused.getMessage().contains("\n"));
    assertEquals(List.of(), notes);
  }
}
