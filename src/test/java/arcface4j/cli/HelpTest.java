package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train",
        "evaluate",
        "embed",
        "index",
        "search",
        "verify",
        "calibrate",
        "predict",
        "enroll",
        "report",
        "bench",
        "fetch",
        "data",
        "doctor"
      })
  void everyCommandHasHelpWithAnExample(String command) {
    CliRun run = CliRun.of(command, "--help").succeeded();
    assertTrue(run.out().contains("usage:  arcface " + command), run.out());
    assertTrue(run.out().contains("Example: arcface " + command), run.out());
    assertEquals("", run.err());
  }

  @Test
  void everyOptionAndEveryDefaultOfTrainingIsInItsHelp() {
    String help = CliRun.of("train", "--help").succeeded().out().replaceAll("\\s+", " ");
    for (Flag flag : TrainFlags.all()) {
      assertTrue(help.contains("--" + flag.name() + " "), flag.name());
      if (flag.preset() != null) {
        assertTrue(help.contains("(default: " + flag.preset() + ")"), flag.name());
      }
    }
  }

  /** The flags of the PyTorch program, as its users know them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "n_epoch",
        "n_feats",
        "norm",
        "margin",
        "easy_margin",
        "lr",
        "weight_decay",
        "data_dir",
        "dataset_name",
        "model_name",
        "model_ckpt_dir",
        "model_ckpt_path_temp"
      })
  void theOriginalsNameOfAnOptionIsInTheHelp(String name) {
    assertTrue(CliRun.of("train", "--help").out().contains("--" + name));
  }

  @Test
  void aSwitchTakesNothingOr0Or1() {
    String help = CliRun.of("train", "--help").out();
    assertFalse(help.contains("<arg>"), help);
    assertTrue(help.contains("--easy-margin <0|1>"), help);
  }

  @Test
  void theProgramListsItsCommandsAndItsVersion() {
    String overview = CliRun.of("--help").succeeded().out();
    for (String command : List.of("train", "evaluate", "fetch", "doctor")) {
      assertTrue(overview.contains("  " + command + " "), overview);
    }
    assertTrue(CliRun.of("--version").succeeded().out().matches("(?s)arcface4j \\S+ \\(commit .*"));
    assertEquals(Cli.USAGE, CliRun.of().code());
  }

  @Test
  void thePresetsAreListedAsOptions() {
    String list = CliRun.of("train", "--preset", "list").succeeded().out();
    assertTrue(list.lines().toList().containsAll(List.of("smoke", "original", "  --lr 0.001")));
  }

  /** Ten lines that a person can send along with a question. */
  @Test
  void theDoctorSaysWhatWillBeUsedInTenLines() {
    List<String> lines = CliRun.of("doctor").succeeded().out().lines().toList();
    assertEquals(
        List.of(
            "Java",
            "System",
            "Processor",
            "Instructions",
            "Backend",
            "Natives",
            "Threads",
            "Memory",
            "oneDNN",
            "GPU"),
        lines.stream().map(line -> line.split(" ")[0]).toList());
    assertTrue(lines.stream().allMatch(line -> line.length() > 15), lines::toString);
  }
}
