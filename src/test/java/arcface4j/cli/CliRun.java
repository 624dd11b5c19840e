package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One command line, run inside the test's own JVM.
 *
 * @param code the exit code
 * @param out what came on standard output
 * @param err what came on standard error
 */
record CliRun(int code, String out, String err) {

  /** A network and images that train in a second. */
  private static final Map<String, String> TINY =
      new TreeMap<>(
          Map.of(
              "--dataset", "shapes",
              "--shapes-classes", "3",
              "--shapes-train", "8",
              "--shapes-test", "4",
              "--width", "4",
              "--batch-size", "8",
              "--epochs", "1"));

  /** What is no failure: the lines a run begins with, how images were listed, bars, warnings. */
  private static final Pattern PROGRESS =
      Pattern.compile(
          "(?!arcface: )(run |engine: |bf16 left out|(epoch|evaluate|embed|map|read|compare) +\\d|warning: "
              + "|.*: (train |validation |test )?\\d+ images?\\b).*");

  static CliRun of(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Cli cli =
        new Cli(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    int code = cli.run(words);
    return new CliRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** {@code train --out OUT} with these words; what they leave open is tiny. */
  static CliRun train(Path out, String... words) {
    List<String> line = new ArrayList<>(List.of("train", "--out", out.toString()));
    List<String> given = Arrays.asList(words);
    boolean ofShapes = !given.contains("--dataset") || given.contains("shapes");
    TINY.forEach(
        (option, value) -> {
          if (!given.contains(option) && (ofShapes || !option.startsWith("--shapes"))) {
            line.addAll(List.of(option, value));
          }
        });
    line.addAll(given);
    return of(line.toArray(String[]::new));
  }

  /** The last state of a tiny run that succeeds. */
  static Path trained(Path out, String... words) {
    train(out, words).succeeded();
    return out.resolve("checkpoints").resolve("last.ckpt");
  }

  CliRun succeeded() {
    assertEquals(0, code, err);
    return this;
  }

  /** The lines on standard error that tell of no progress. */
  List<String> failures() {
    return err.lines().filter(line -> !PROGRESS.matcher(line).matches()).toList();
  }

  /** The one line of the failure, without the program's name. */
  String failure(int expectedCode) {
    List<String> lines = failures();
    assertEquals(1, lines.size(), err);
    assertEquals(expectedCode, code, err);
    assertTrue(lines.get(0).startsWith("arcface: "), err);
    return lines.get(0).substring("arcface: ".length());
  }

  /** Fails with this exit code and a line that has all of these parts. */
  void failed(int expectedCode, String... parts) {
    String failure = failure(expectedCode);
    for (String part : parts) {
      assertTrue(failure.contains(part), () -> "'" + part + "' is not in: " + failure);
    }
  }

  /** Succeeds with one warning, which has this part. */
  void warned(String part) {
    succeeded();
    assertEquals(1, warnings().size(), err);
    assertTrue(warnings().get(0).contains(part), err);
  }

  /** The warnings. */
  List<String> warnings() {
    return err.lines().filter(line -> line.startsWith("warning: ")).toList();
  }
}
