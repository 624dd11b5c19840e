package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.Main;
import arcface4j.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code embed} as a process that is stopped in the middle. */
@Tag("slow")
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no kill")
class EmbedProcessTest {

  private static final String MANY = "--dataset shapes --shapes-test 600 --flip --batch-size 1";

  @TempDir static Path shared;
  private static String model;

  @TempDir Path folder;
  private Path out;

  @BeforeAll
  static void train() {
    model = TinyModel.train(shared.resolve("run")).toString();
  }

  @BeforeEach
  void nameOutput() {
    out = folder.resolve("out.npy");
  }

  @Test
  void aSignalLeavesNoFileAndItsOwnExitCode() throws Exception {
    try (ChildJvm child = embedding()) {
      child.signal("TERM");
      assertEquals(143, child.exitCode());
      assertTrue(child.errors().contains("nothing was written"), child.errors());
    }
    assertEquals(List.of(), listed());
  }

  @Test
  void suddenDeathLeavesNoHalfFileAndTheNextRunCleansUp() throws Exception {
    try (ChildJvm child = embedding()) {
      child.kill();
    }
    assertEquals(
        List.of(),
        listed().stream()
            .filter(name -> !name.endsWith(".part") && !name.endsWith(".lock"))
            .toList());

    TinyModel.succeed(
        "embed", "--checkpoint", model, "--dataset", "shapes", "--out", out.toString());
    assertEquals(List.of("out.csv", "out.npy"), listed());
  }

  /** A process that has begun to write. */
  private ChildJvm embedding() throws Exception {
    String line = "embed --checkpoint %s --out %s %s".formatted(model, out, MANY);
    ChildJvm child = ChildJvm.start(Main.class, line.split(" "));
    while (!listed().stream().anyMatch(name -> name.startsWith("out.csv."))) {
      Thread.sleep(20);
    }
    return child;
  }

  private List<String> listed() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
