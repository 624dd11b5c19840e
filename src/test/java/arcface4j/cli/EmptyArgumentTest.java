package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an unset variable leaves of a command line is refused, whichever option it was for. */
class EmptyArgumentTest {

  private static Stream<String> valued() {
    return Cli.commands().stream()
        .flatMap(
            command ->
                command.flags().stream()
                    .filter(flag -> flag.kind() != Flag.Kind.SWITCH)
                    .map(flag -> command.name() + " --" + flag.name()));
  }

  @ParameterizedTest
  @MethodSource("valued")
  void everyOptionThatTakesAValueRefusesAnEmptyOne(String words) {
    String verb = words.split(" ")[0];
    String option = words.split(" ")[1];
    CliRun.of(verb, option, "").failed(Cli.USAGE, option + " \"\" is empty; it takes ");
    CliRun.of(verb, option + "=").failed(Cli.USAGE, option);
  }

  @ParameterizedTest
  @ValueSource(strings = {"embed", "index", "search", "verify", "calibrate", "predict", "enroll"})
  void anEmptyWordIsRefused(String verb) {
    CliRun.of(verb, "a.png", "").failed(Cli.USAGE, "an argument is empty (\"\")");
    CliRun.of(verb, "", "a.png").failed(Cli.USAGE, "an argument is empty (\"\")");
  }

  @Test
  void allCommandsAreTried() {
    String overview = CliRun.of("--help").succeeded().out();
    List<String> listed =
        overview
            .lines()
            .filter(line -> line.startsWith("  "))
            .map(l -> l.strip().split(" ")[0])
            .toList();
    assertEquals(Cli.commands().stream().map(Command::name).toList(), listed);
    assertTrue(valued().count() > 100);
  }

  @Test
  void anEmptyCommandIsRefused() {
    CliRun.of("").failed(Cli.USAGE, "command '' is not one of train, ");
  }
}
