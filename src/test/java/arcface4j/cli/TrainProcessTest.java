package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import arcface4j.Main;
import arcface4j.testing.ChildJvm;
import arcface4j.train.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a process: signals, sudden death, a full disk, what goes to which stream. */
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no kill and no ulimit")
class TrainProcessTest {

  /** What a step does must not depend on the number of epochs. */
  private static final String RUN =
      "--dataset shapes --shapes-classes 3 --shapes-train 8 --shapes-test 4 --width 4"
          + " --batch-size 8 --schedule constant --margin-warmup 3";

  private static final int NEVER_DONE = 1_000_000;

  @TempDir Path folder;

  private String[] training(Path out, int epochs) {
    return "train %s --epochs %d --out %s".formatted(RUN, epochs, out).split(" ");
  }

  private static Path last(Path run) {
    return run.resolve("checkpoints").resolve("last.ckpt");
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalSavesAndTheResumedRunEndsAsAnUninterruptedOne(String signal, int code)
      throws Exception {
    signalsMustReachChildren();
    Path interrupted = folder.resolve("interrupted");
    List<String> lines = new ArrayList<>();
    try (ChildJvm child = ChildJvm.start(Main.class, training(interrupted, NEVER_DONE))) {
      while (lines.size() < 4) {
        lines.add(line(child));
      }
      child.signal(signal);
      child.remaining().forEach(lines::add);
      assertEquals(code, child.exitCode(), child.errors());
      assertTrue(child.errors().contains("stopped after a request; go on with --resume"));
    }
    for (String line : lines.subList(1, lines.size())) {
      assertTrue(line.matches("epoch +\\d+ \\| train loss: .*test acc: [01]\\.\\d{4} .*"), line);
    }
    int epochs = Checkpoint.load(last(interrupted)).epoch() + 2;
    String more = Integer.toString(epochs);
    CliRun.of("train", "--resume", last(interrupted).toString(), "--epochs", more).succeeded();
    Path whole = folder.resolve("whole");
    CliRun.of(training(whole, epochs)).succeeded();
    assertArrayEquals(
        Files.readAllBytes(last(whole)), Files.readAllBytes(last(interrupted)), "epochs " + more);
  }

  /** A shell that starts its jobs in the background makes them, and us, deaf to SIGINT. */
  private static void signalsMustReachChildren() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      boolean deaf =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
              .anyMatch(ignored -> (ignored & 0b10) != 0);
      assumeFalse(deaf, "SIGINT is ignored here");
    }
  }

  @Test
  void aKillAtAnyMomentLeavesACheckpointToGoOnFrom() throws Exception {
    Path run = folder.resolve("run");
    Random random = new Random(9);
    String[] words = training(run, NEVER_DONE);
    for (int kill = 0; kill < 4; kill++) {
      int before = kill == 0 ? 0 : Checkpoint.load(last(run)).epoch();
      try (ChildJvm child = ChildJvm.start(Main.class, words)) {
        line(child);
        line(child);
        line(child);
        Thread.sleep(random.nextInt(200));
        child.kill();
      }
      assertTrue(Checkpoint.load(last(run)).epoch() > before);
      CliRun.of("evaluate", "--checkpoint", last(run).toString()).succeeded();
      words = new String[] {"train", "--resume", last(run).toString()};
    }
  }

  @Test
  void aRunThatIsTrainedIsLeftAloneUntilItsProcessIsGone() throws Exception {
    Path run = folder.resolve("run");
    try (ChildJvm child = ChildJvm.start(Main.class, training(run, NEVER_DONE))) {
      line(child);
      line(child);
      line(child);
      CliRun.of("train", "--resume", last(run).toString())
          .failed(Cli.FAILED, "another process writes to " + last(run) + "; wait until it ends");
      child.kill();
    }
    String more = Integer.toString(Checkpoint.load(last(run)).epoch() + 1);
    CliRun.of("train", "--resume", last(run).toString(), "--epochs", more).succeeded();
    try (Stream<Path> checkpoints = Files.list(run.resolve("checkpoints"))) {
      assertTrue(checkpoints.allMatch(file -> file.toString().endsWith(".ckpt")));
    }
  }

  /** A limit on the size of files stands for the full disk. */
  @Test
  void aFullDiskEndsTheRunInOneLineAndLeavesNothingHalfWritten() throws Exception {
    CliRun.of("doctor").succeeded(); // so that ND4J's natives lie in their cache
    Path run = folder.resolve("run");
    List<String> limit = List.of("bash", "-c", "ulimit -f 100; exec \"$0\" \"$@\"");
    try (ChildJvm child = ChildJvm.start(limit, Main.class, training(run, 2))) {
      child.remaining();
      new CliRun(child.exitCode(), "", child.errors())
          .failed(Cli.FAILED, "epoch-001.ckpt: the checkpoint of ", " bytes cannot be written: ");
    }
    try (Stream<Path> checkpoints = Files.list(run.resolve("checkpoints"))) {
      assertEquals(List.of(), checkpoints.toList());
    }
    assertTrue(Files.readString(run.resolve("run.json")).contains("\"finished\" : false"));
  }

  private static String line(ChildJvm child) throws IOException {
    String line = child.line();
    assertNotNull(line, child.errors());
    return line;
  }
}
