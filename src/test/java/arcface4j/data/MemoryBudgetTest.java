package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.io.DataException;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

  private static final long MIB = 1 << 20;

  @Test
  void imagesMayFillFourFifthsOfTheHeap() {
    assertDoesNotThrow(() -> MemoryBudget.require("set", 80, MIB, 100 * MIB));
    DataException error =
        assertThrows(DataException.class, () -> MemoryBudget.require("set", 81, MIB, 100 * MIB));
    for (String part : new String[] {"81 images", "81 MiB", "100 MiB", "-Xmx"}) {
      assertTrue(error.getMessage().contains(part), error.getMessage());
    }
  }

  @Test
  void shapesForTrainingAndTestAreCountedTogether() {
    // More than half of what may be used for each.
    int each = (int) (0.6 * 0.8 * Runtime.getRuntime().maxMemory() / (1000 * 3 * 32 * 32));
    DataException error =
        assertThrows(DataException.class, () -> Shapes.split(1000, each, each, 32, 1));
    assertTrue(error.getMessage().contains(2000L * each + " images"), error.getMessage());
  }

  @Test
  void numbersThatOverflowAreRefused() {
    assertThrows(
        DataException.class,
        () -> MemoryBudget.require("set", Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE / 2));
    assertThrows(
        DataException.class, () -> MemoryBudget.require("set", 1L << 31, 1, Long.MAX_VALUE));
  }
}
