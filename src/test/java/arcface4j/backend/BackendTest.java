package arcface4j.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.Main;
import arcface4j.testing.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
  void openMpGetsAsManyThreadsAsTheProcessHasProcessors(Class<?> main, String word)
      throws Exception {
    List<String> environment =
        List.of("env", "-u", "OMP_NUM_THREADS", "JDK_JAVA_OPTIONS=-XX:ActiveProcessorCount=3");
    try (ChildJvm child = ChildJvm.start(environment, main, word)) {
      List<String> lines = child.remaining();
      assertEquals(0, child.exitCode(), child.errors());
      assertTrue(lines.toString().contains("3 of OpenMP"), lines::toString);
    }
  }

  static List<Arguments> threads() {
    return List.of(Arguments.of(Main.class, "doctor"), Arguments.of(AnotherThread.class, ""));
  }

  @Test
  void theProcessorNeedsNoGpu() {
    assertTrue(new Backend(BackendKind.CPU, List.of()).problem().isEmpty());
  }
}
