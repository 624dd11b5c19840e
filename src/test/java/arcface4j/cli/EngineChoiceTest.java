package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.Main;
import arcface4j.engine.Onednn;
import arcface4j.engine.Precision;
import arcface4j.npy.NpyArray;
import arcface4j.testing.ChildJvm;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which engine computes train, evaluate and embed, and what becomes of one that cannot. */
@Tag("slow")
class EngineChoiceTest {

  private static final String FAST = "engine: oneDNN 3.";
  private static final String GENERIC = "engine: ND4J's operations, F32";

  @TempDir static Path shared;
  private static String model;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    model = TinyModel.train(shared.resolve("run")).toString();
  }

  private static String line(String choice) {
    return choice.equals("nd4j") ? GENERIC : FAST;
  }

  private static void assertEngine(String expected, CliRun run) {
    List<String> lines = run.succeeded().err().lines().filter(l -> l.contains("engine")).toList();
    assertEquals(1, lines.size(), run.err());
    assertTrue(lines.get(0).startsWith(expected), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "onednn", "nd4j"})
  void trainSaysItInOneLineAndRecordsIt(String choice) throws IOException {
    String expected = line(choice);
    assertEngine(expected, CliRun.train(folder, "--engine", choice));
    String recorded =
        new ObjectMapper()
            .readTree(folder.resolve("run.json").toFile())
            .findValue("engine")
            .asText();
    assertTrue(("engine: " + recorded).startsWith(expected), recorded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "onednn", "nd4j"})
  void evaluateSaysItInOneLine(String choice) {
    assertEngine(line(choice), CliRun.of("evaluate", "--checkpoint", model, "--engine", choice));
  }

  @Test
  void embedSaysItAndBothEnginesGiveTheSameEmbeddings() throws IOException {
    float[] fast = embed("onednn");
    float[] generic = embed("nd4j");
    assertArrayEquals(generic, fast, 1e-4f);
  }

  private float[] embed(String choice) throws IOException {
    String out = folder.resolve(choice + ".npy").toString();
    CliRun run =
        CliRun.of(
            "embed --dataset shapes --engine %s --checkpoint %s --out %s"
                .formatted(choice, model, out)
                .split(" "));
    assertEngine(line(choice), run);
    return NpyArray.read(Path.of(out)).floats();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "onednn"})
  void bf16RunsWhereTheProcessorHasItAndIsAnErrorElsewhere(String choice) {
    CliRun run = CliRun.train(folder.resolve("run"), "--engine", choice, "--precision", "bf16");
    boolean inHardware;
    try (Onednn onednn = Onednn.open()) {
      inHardware = onednn.supports(Precision.BF16);
    }
    if (inHardware) {
      assertEngine(FAST, run);
    } else {
      run.failed(Cli.FAILED, "bf16 needs a processor with AVX512-BF16 or AMX; this one has ");
    }
  }

  /** As in a build without natives of this platform. */
  @Test
  void withoutTheLibraryOneDnnIsAnErrorWithCauseAndRemedy() throws Exception {
    Path out = folder.resolve("run");
    String[] words = ("train --preset smoke --engine onednn --out " + out).split(" ");
    try (ChildJvm child = ChildJvm.withOptions(withoutNatives(), Main.class, words)) {
      child.remaining();
      new CliRun(child.exitCode(), "", child.errors())
          .failed(Cli.FAILED, "oneDNN does not load on ", "no jnidnnl in", "--engine nd4j");
    }
    assertFalse(Files.exists(out));
  }

  /** As on a system of another C library, or with a full disk. */
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no /dev/null")
  @Test
  void withoutAnyNativeLibraryTheBackendSaysWhatItNeeds() throws Exception {
    Path out = folder.resolve("run");
    List<String> noCache = List.of("-Duser.home=/dev/null", "-Djava.io.tmpdir=/dev/null");
    String[] words = ("train --preset smoke --out " + out).split(" ");
    try (ChildJvm child = ChildJvm.withOptions(noCache, Main.class, words)) {
      child.remaining();
      assertEquals(Cli.FAILED, child.exitCode(), child.errors());
      assertTrue(child.errors().contains("arcface: ND4J's native library does not load; it needs"));
      assertFalse(child.errors().contains("\tat "), child.errors());
    }
    assertFalse(Files.exists(out));
  }

  /** A class path that lacks the fast engine's natives. */
  private static List<String> withoutNatives() {
    return List.of(
        "-cp",
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !new File(entry).getName().matches("dnnl-.*-(linux|macosx|windows).*"))
            .collect(Collectors.joining(File.pathSeparator)));
  }
}
