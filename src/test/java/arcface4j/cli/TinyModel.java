package arcface4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The model of five shapes that the tests of its uses share. */
final class TinyModel {

  private TinyModel() {}

  /** Runs a command line that has to succeed. */
  static String succeed(String... words) {
    return CliRun.of(words).succeeded().out();
  }

  /** Trains one epoch on five shapes and returns the checkpoint. */
  static Path train(Path folder, String... more) {
    List<String> words = new ArrayList<>(List.of("--shapes-classes", "5", "--shapes-train", "20"));
    words.addAll(List.of("--shapes-test", "7", "--batch-size", "20"));
    words.addAll(List.of(more));
    return CliRun.trained(folder, words.toArray(String[]::new));
  }
}
