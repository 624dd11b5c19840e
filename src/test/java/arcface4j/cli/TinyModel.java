package arcface4j.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs command lines in this process, and trains a model of seconds for them. */
final class TinyModel {

  /** What a command line left behind. */
  record Outcome(int code, String out, String err) {}

  private TinyModel() {}

  static Outcome run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = new Cli(new PrintStream(out), new PrintStream(err)).run(words);
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs a command line that has to succeed. */
  static String succeed(String... words) {
    Outcome outcome = run(words);
    if (outcome.code() != 0) {
      throw new AssertionError(String.join(" ", words) + " ended with " + outcome);
    }
    return outcome.out();
  }

  /** Trains one epoch on five shapes and returns the checkpoint. */
  static Path train(Path folder, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("train", "--dataset", "shapes", "--shapes-classes", "5", "--width", "4"));
    words.addAll(List.of("--shapes-train", "20", "--shapes-test", "7", "--batch-size", "20"));
    words.addAll(List.of("--epochs", "1", "--out", folder.toString()));
    words.addAll(List.of(more));
    succeed(words.toArray(String[]::new));
    return folder.resolve("checkpoints").resolve("last.ckpt");
  }
}
