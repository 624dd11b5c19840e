package arcface4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import arcface4j.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no kill command")
class TerminationSignalsTest {

  /** A loop of slow steps that says what it does; "stubborn" never looks at the signals. */
  static final class Loop {
    public static void main(String[] arguments) throws InterruptedException {
      boolean stubborn = arguments[0].equals("stubborn");
      OptionalInt code;
      try (TerminationSignals signals = TerminationSignals.install()) {
        for (int step = 0; stubborn || !signals.stopRequested(); step++) {
          if (step == 1) {
            System.out.println("ready");
          }
          if (stubborn && signals.stopRequested()) {
            System.out.println("asked");
          }
          Thread.sleep(20);
        }
        code = signals.exitCode();
      }
      System.out.println("saved");
      System.exit(code.orElse(0));
    }
  }

  /** A shell that starts its jobs in the background makes them, and us, deaf to SIGINT. */
  @BeforeEach
  void signalsMustReachChildren() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      long ignored =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
              .findFirst()
              .orElse(0);
      assumeFalse((ignored & 0b10) != 0, "SIGINT is ignored here");
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalFinishesTheStepSavesAndGivesItsCode(String signal, int code) throws Exception {
    try (ChildJvm child = ChildJvm.start(Loop.class, "obedient")) {
      assertEquals("ready", child.line());
      child.signal(signal);
      assertEquals("saved", child.line());
      assertNull(child.line());
      assertEquals(code, child.exitCode());
    }
  }

  @Test
  void aSecondInterruptEndsAtOnceAndASecondTermDoesNot() throws Exception {
    try (ChildJvm child = ChildJvm.start(Loop.class, "stubborn")) {
      assertEquals("ready", child.line());
      child.signal("TERM");
      assertEquals("asked", child.line());
      child.signal("TERM");
      assertEquals("asked", child.line());
      assertEquals("asked", child.line());
      child.signal("INT");
      assertEquals(130, child.exitCode());
    }
  }

  @Test
  void afterCloseASignalEndsTheProcessAsEver() throws Exception {
    try (ChildJvm child = ChildJvm.start(Released.class)) {
      assertEquals("ready", child.line());
      child.signal("TERM");
      assertEquals(143, child.exitCode());
    }
  }

  /** Gives the signals back and waits. */
  static final class Released {
    public static void main(String[] arguments) throws InterruptedException {
      TerminationSignals.install().close();
      System.out.println("ready");
      Thread.sleep(600_000);
    }
  }

  @Test
  void withoutASignalNothingIsRequested() {
    try (TerminationSignals signals = TerminationSignals.install()) {
      assertFalse(signals.stopRequested());
      assertEquals(OptionalInt.empty(), signals.exitCode());
    }
  }
}
