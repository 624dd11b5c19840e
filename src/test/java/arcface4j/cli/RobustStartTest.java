package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ArcFace with its defaults (s 30, m 0.5, no easy margin) starts to learn, or it is said. */
@Tag("slow")
class RobustStartTest {

  @TempDir Path folder;

  private JsonNode results() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("run.json").toFile()).get("results");
  }

  @ParameterizedTest
  @CsvSource({"10, 30, 4", "100, 8, 6"})
  void arcFaceWithItsDefaultsStartsToLearn(int classes, int images, int epochs) throws IOException {
    String line =
        "--shapes-classes %d --shapes-train %d --shapes-test 1 --epochs %d --batch-size 32"
            + " --sizes 16 --width 8";
    CliRun run =
        CliRun.train(folder, line.formatted(classes, images, epochs).split(" ")).succeeded();
    assertEquals(List.of(), run.warnings());
    assertFalse(results().has("warning"));
    List<String> rows = Files.readAllLines(folder.resolve("metrics.csv"));
    double accuracy = Double.parseDouble(rows.get(epochs).split(",")[3]);
    assertTrue(accuracy > 2.0 / classes, "training accuracy " + accuracy);
  }

  /** With a rate of 0 nothing can be learned. */
  @Test
  void aFailedStartIsSaidOnceAndRecorded() throws IOException {
    String line = "--shapes-classes 10 --shapes-train 20 --shapes-test 1 --epochs 3 --lr 0";
    CliRun run = CliRun.train(folder, line.split(" ")).succeeded();
    assertEquals(1, run.warnings().size(), run.err());
    String warning = run.warnings().get(0);
    assertTrue(
        warning.contains("has not started to learn: after epoch 2 its margin-free"), warning);
    assertTrue(warning.endsWith(results().get("warning").asText()), warning);
  }

  /** So few images prove nothing. */
  @Test
  void anEpochOfFewImagesIsLetPass() {
    String line = "--shapes-classes 10 --shapes-train 19 --shapes-test 1 --epochs 1 --lr 0";
    assertEquals(List.of(), CliRun.train(folder, line.split(" ")).succeeded().warnings());
  }
}
