package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A head tells classes apart, so one class is refused before anything is written. */
class OneClassTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "arcface, auto, nd4j",
    "arcface, 30, auto",
    "normface, auto, auto",
    "softmax, , nd4j",
  })
  void oneClassIsRefusedInOneLine(String head, String scale, String engine) {
    Path out = folder.resolve("run");
    String[] words = {"--classes", "0", "--head", head, "--engine", engine};
    CliRun run =
        scale == null
            ? CliRun.train(out, words)
            : CliRun.train(out, concat(words, "--scale", scale));
    String line = run.failure(1);
    assertTrue(line.contains("one class") && line.contains("at least 2"), line);
    assertFalse(Files.exists(out), "no run's folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "train", "val"})
  void aFolderOfOneClassIsRefusedInOneLine(String split) throws IOException {
    Path data = folder.resolve("data");
    Pictures.folder(data.resolve(split.isEmpty() ? "" : "train"), 5, "circle");
    if (!split.isEmpty()) {
      Pictures.folder(data.resolve(split.equals("val") ? "val" : "test"), 5, "circle");
    }
    Path out = folder.resolve("run");
    String line =
        CliRun.train(out, "--dataset", "folder", "--data-dir", data.toString()).failure(1);
    assertTrue(line.contains("one class") && line.contains("at least 2"), line);
    assertFalse(Files.exists(out), "no run's folder");
  }

  private static String[] concat(String[] words, String... more) {
    return Stream.of(words, more).flatMap(Arrays::stream).toArray(String[]::new);
  }
}
