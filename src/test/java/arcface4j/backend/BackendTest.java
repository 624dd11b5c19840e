package arcface4j.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.Main;
import arcface4j.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackendTest {

  private static Backend cuda(String table) {
    return new Backend(BackendKind.CUDA, Gpu.parse(table));
  }

  @ParameterizedTest
  @CsvSource({
    "3.5,false",
    "3.7,true",
    "5.0,true",
    "5.3,true",
    "6.2,true",
    "7.2,true",
    "7.5,true",
    "8.0,true",
    "8.6,true",
    "8.9,true",
    "9.0,false",
    "10.0,false",
    "12.0,false"
  })
  void machineCodeRunsWithinItsMajorGenerationOnly(String capability, boolean supported) {
    assertEquals(supported, ComputeCapability.parse(capability).isSupported());
  }

  @Test
  void aGpuTooNewForTheLibraryIsNamedWithARemedy() {
    String problem = cuda("NVIDIA H200, 9.0, 550.54.15\n").problem().orElseThrow();
    assertTrue(problem.contains("NVIDIA H200") && problem.contains("9.0"), problem);
    assertTrue(problem.contains("mvn package"), problem);
    assertFalse(problem.contains("\n"));
  }

  @Test
  void aCudaBuildWithoutGpuOrDriverSaysSoBeforeItLoads() {
    Backend backend = cuda("NVIDIA-SMI has failed because it couldn't communicate\n");
    assertTrue(backend.problem().orElseThrow().contains("no NVIDIA GPU"));
    assertThrows(BackendException.class, backend::load);
  }

  @Test
  void oneUsableGpuIsEnough() {
    assertTrue(cuda("H100, 9.0, 1\nA100-SXM4, 8.0, 1\n").problem().isEmpty());
  }

  @Test
  void aDriverThatDoesNotTellTheGenerationIsBelieved() {
    Backend old = cuda("Tesla K80, 470.82.01\n");
    assertTrue(old.problem().isEmpty());
    assertEquals("[Tesla K80, compute capability not told, driver 470.82.01]", old.gpus() + "");
  }

  /** Left alone, ND4J and OpenMP take the cores of the machine, whoever else has them. */
  @ParameterizedTest
  @MethodSource("threads")
  @Tag("slow")
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no env")
  void openMpGetsAsManyThreadsAsTheProcessHasProcessors(
      List<String> variable, Class<?> main, String word) throws Exception {
    List<String> environment = new ArrayList<>(List.of("env"));
    environment.addAll(variable);
    environment.add("JDK_JAVA_OPTIONS=-XX:ActiveProcessorCount=3");
    try (ChildJvm child = ChildJvm.start(environment, main, word)) {
      List<String> lines = child.remaining();
      assertEquals(0, child.exitCode(), child.errors());
      assertTrue(lines.toString().contains("3 of OpenMP"), lines::toString);
    }
  }

  static List<Arguments> threads() {
    List<String> unset = List.of("-u", "OMP_NUM_THREADS");
    List<String> empty = List.of("OMP_NUM_THREADS=");
    return List.of(
        Arguments.of(unset, Main.class, "doctor"),
        Arguments.of(unset, AnotherThread.class, ""),
        Arguments.of(empty, Main.class, "doctor"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4,2", "0", "-1", "two", " 4", "99999"})
  void threadsThatAreNoNumberAreRefused(String asked) {
    OpenMpThreads threads = new OpenMpThreads(asked);
    String message = assertThrows(BackendException.class, threads::count).getMessage();
    assertTrue(message.startsWith("OMP_NUM_THREADS=" + asked + " is not a whole"), message);
  }

  @Test
  void threadsMayBeANumberOrLeftOpen() {
    assertEquals(12, new OpenMpThreads("12").count());
    assertEquals(Runtime.getRuntime().availableProcessors(), new OpenMpThreads("").count());
  }

  /** ND4J's own loading fails with it, and does not say why. */
  @Test
  @Tag("slow")
  void aListOfThreadsIsToldBeforeNd4jLoads() throws Exception {
    Map<String, String> list = Map.of("OMP_NUM_THREADS", "4,2");
    try (ChildJvm child = ChildJvm.start(list, Main.class, "doctor")) {
      List<String> lines = child.remaining();
      assertEquals(1, child.exitCode());
      assertTrue(child.errors().contains("OMP_NUM_THREADS=4,2 is not a whole"), child.errors());
      assertTrue(lines.toString().contains("which cannot run here"), lines::toString);
    }
  }

  /** The second driver hangs; nobody waits for it, since the thread that asks is interrupted. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"echo A100, 8.0, 1 | patient | 0 and 1", "exec sleep 60 | interrupted | 0 and 0"})
  @Tag("slow")
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no sh")
  void onlyDoctorAsksForGpusHereAndLeavesNoProcess(
      String driver, String asking, String found, @TempDir Path folder) throws Exception {
    Path script = folder.resolve("nvidia-smi");
    Files.writeString(script, "#!/bin/sh\n" + driver + "\n");
    assertTrue(script.toFile().setExecutable(true));
    Map<String, String> path = Map.of("PATH", folder + ":/usr/bin:/bin");
    try (ChildJvm child = ChildJvm.start(path, GpuQuestions.class, asking)) {
      List<String> lines = child.remaining();
      assertEquals(0, child.exitCode(), child.errors());
      assertEquals(List.of(found), lines);
    }
  }

  @Test
  void theProcessorNeedsNoGpu() {
    assertTrue(new Backend(BackendKind.CPU, List.of()).problem().isEmpty());
  }
}
