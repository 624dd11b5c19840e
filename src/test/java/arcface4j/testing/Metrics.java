package arcface4j.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code metrics.csv} says of a run. */
public final class Metrics {

  private Metrics() {}

  /** The lines without the last two columns, which differ from run to run. */
  public static List<String> rowsWithoutTimes(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.csv")).stream()
        .map(row -> row.substring(0, row.lastIndexOf(',', row.lastIndexOf(',') - 1)))
        .toList();
  }
}
