package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network that does not start to learn is noticed, and it is said. */
@Tag("slow")
class StartWatchTest {

  @TempDir Path folder;

  private JsonNode results() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("run.json").toFile()).get("results");
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

  @ParameterizedTest
  @CsvSource({
    "together, try a longer",
    "xavier, 'try --centre-start together, a longer'",
    "xavier --margin-warmup 0, try a longer"
  })
  void centresThatStartTogetherAreProposedToOthers(String start, String proposal) {
    String line = "--shapes-classes 10 --shapes-train 20 --shapes-test 1 --epochs 1 --lr 0";
    CliRun run = CliRun.train(folder, (line + " --centre-start " + start).split(" ")).succeeded();
    assertTrue(run.warnings().get(0).contains(proposal + " --margin-delay"), run.err());
  }

  /** So few images prove nothing. */
  @Test
  void anEpochOfFewImagesIsLetPass() {
    String line = "--shapes-classes 10 --shapes-train 19 --shapes-test 1 --epochs 1 --lr 0";
    assertEquals(List.of(), CliRun.train(folder, line.split(" ")).succeeded().warnings());
  }
}
