package arcface4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every number of the tables of runs in {@code docs/results.md} and the README again, from the
 * files of the runs. A table counts if its first column is {@code run}; a cell holds the values of
 * the seeds in their order, with four digits, parted by slashes. {@code what} says whatever it
 * likes; the other columns name {@code FILE: MEASURE}, where {@code metrics} stands for the last
 * row of {@code metrics.csv}.
 *
 * <p>A table whose first column is {@code minute of RUN} is a learning curve: a row for each epoch,
 * with the minutes of training and validation behind it and the columns of {@code metrics.csv} that
 * it names.
 */
class ResultsTest {

  private static final String CURVE = "minute of ";
  private static final Path DOCS = Path.of("docs");
  private static final Path RESULTS = DOCS.resolve("results");
  private static final List<Path> PAGES = List.of(DOCS.resolve("results.md"), Path.of("README.md"));

  /** Of float32's loss, in every epoch. */
  private static final double BFLOAT16_BAND = 0.03;

  private static final double HALF_A_POINT = 0.005;
  private static final CSVFormat TABLE =
      CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

  /**
   * A row of a table.
   *
   * @param columns the table's header
   * @param cells as many
   */
  private record Row(List<String> columns, List<String> cells) {
    String run() {
      return cells.get(0).replace("`", "");
    }
  }

  private static List<Row> rows() throws IOException {
    return rows("run"::equals);
  }

  private static List<Row> rows(Predicate<String> firstColumn) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (Path page : PAGES) {
      rows.addAll(rows(page, firstColumn));
    }
    return rows;
  }

  private static List<Row> rows(Path page, Predicate<String> firstColumn) throws IOException {
    List<Row> rows = new ArrayList<>();
    List<String> columns = List.of();
    for (String line : Files.readAllLines(page)) {
      List<String> cells = cells(line);
      if (!line.startsWith("|")) {
        columns = List.of();
      } else if (firstColumn.test(cells.get(0))) {
        columns = cells;
      } else if (!columns.isEmpty() && !cells.get(0).startsWith("---")) {
        rows.add(new Row(columns, cells));
      }
    }
    return rows;
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList();
  }

  @TestFactory
  Stream<DynamicTest> everyRowIsThatOfItsFiles() throws IOException {
    List<Row> rows = rows();
    for (Path page : PAGES) {
      assertFalse(rows(page, "run"::equals).isEmpty(), page + " has no table of runs");
    }
    return rows.stream()
        .map(row -> DynamicTest.dynamicTest(row.run(), () -> assertEquals(expected(row), row)));
  }

  @Test
  void everyCurveIsThatOfItsMetrics() throws IOException {
    List<Row> rows = rows(column -> column.startsWith(CURVE));
    assertFalse(rows.isEmpty(), "docs/results.md has no learning curve");
    List<Row> expected = new ArrayList<>();
    for (List<String> columns : rows.stream().map(Row::columns).distinct().toList()) {
      expected.addAll(curve(columns));
    }
    assertEquals(expected, rows);
  }

  private static List<Row> curve(List<String> columns) throws IOException {
    String run = columns.get(0).replace(CURVE, "").replace("`", "");
    List<Row> rows = new ArrayList<>();
    double seconds = 0;
    for (CSVRecord epoch : records(RESULTS.resolve(run).resolve("metrics.csv"))) {
      seconds += Double.parseDouble(epoch.get("seconds"));
      List<String> cells =
          new ArrayList<>(List.of(String.format(Locale.ROOT, "%.1f", seconds / 60)));
      for (String column : columns.subList(1, columns.size())) {
        double value = Double.parseDouble(epoch.get(column));
        cells.add(String.format(Locale.ROOT, column.equals("epoch") ? "%.0f" : "%.4f", value));
      }
      rows.add(new Row(columns, cells));
    }
    return rows;
  }

  private static Row expected(Row row) throws IOException {
    List<String> cells = new ArrayList<>(row.cells());
    for (int i = 1; i < row.columns().size(); i++) {
      String column = row.columns().get(i);
      if (column.contains(": ")) {
        cells.set(i, values(row.run(), column.split(": ", 2)));
      }
    }
    return new Row(row.columns(), cells);
  }

  private static String values(String run, String[] fileAndMeasure) throws IOException {
    List<String> values = new ArrayList<>();
    for (Path folder : seeds(run)) {
      double value = value(folder, fileAndMeasure[0], fileAndMeasure[1]);
      values.add(String.format(Locale.ROOT, "%.4f", value));
    }
    return String.join(" / ", values);
  }

  private static List<Path> seeds(String run) throws IOException {
    try (Stream<Path> folders = Files.list(RESULTS)) {
      List<Path> found =
          folders
              .filter(folder -> folder.getFileName().toString().matches(run + "-seed\\d+"))
              .sorted()
              .toList();
      assertFalse(found.isEmpty(), "docs/results has no run " + run);
      return found;
    }
  }

  private static double value(Path folder, String file, String measure) throws IOException {
    List<CSVRecord> records = records(folder.resolve(file + ".csv"));
    if (file.equals("metrics")) {
      return Double.parseDouble(records.get(records.size() - 1).get(measure));
    }
    return records.stream()
        .filter(record -> record.get("measure").equals(measure))
        .mapToDouble(record -> Double.parseDouble(record.get("value")))
        .findFirst()
        .orElseThrow(() -> new AssertionError(folder + " has no " + file + ": " + measure));
  }

  private static List<CSVRecord> records(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser parser = TABLE.parse(reader)) {
      return parser.getRecords();
    }
  }

  /** A run that is shown was finished, with the seed of its folder, on a known commit. */
  @Test
  void everyRunIsFinishedAndHasItsRecord() throws IOException {
    for (Path folder : folders()) {
      String name = folder.getFileName().toString();
      JsonNode record = record(folder);
      assertTrue(record.at("/results/finished").asBoolean(), name);
      assertTrue(name.endsWith("-seed" + record.get("seed").asLong()), name);
      assertTrue(record.at("/program/commit").asText().matches("[0-9a-f]{7,}"), name);
      int rows = records(folder.resolve("metrics.csv")).size();
      assertEquals(record.at("/options/epochs").asInt(), rows, name);
    }
  }

  private static JsonNode record(Path folder) throws IOException {
    return new ObjectMapper().readTree(folder.resolve("run.json").toFile());
  }

  private static List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(RESULTS)) {
      return folders.filter(Files::isDirectory).sorted().collect(Collectors.toList());
    }
  }

  /** No run lies there that nobody shows. */
  @Test
  void everyRunIsInATable() throws IOException {
    List<String> shown = rows().stream().map(Row::run).distinct().sorted().toList();
    List<String> kept =
        folders().stream()
            .map(folder -> folder.getFileName().toString().replaceFirst("-seed\\d+$", ""))
            .distinct()
            .sorted()
            .toList();
    assertEquals(shown, kept);
  }

  /** Else the rows would differ by chance alone. */
  @Test
  void whatWasCompressedTwiceIsOtherImages() throws IOException {
    List<Path> once = seeds("short-base");
    List<Path> twice = seeds("short-twice");
    assertEquals(once.size(), twice.size());
    for (int i = 0; i < once.size(); i++) {
      assertNotEquals(record(once.get(i)).get("dataHash"), record(twice.get(i)).get("dataHash"));
    }
  }

  /** With ArcFace's defaults, whatever the seed. */
  @ParameterizedTest
  @ValueSource(strings = {"start-ten", "start-hundred", "start-thousand"})
  void tenHundredAndThousandClassesStart(String name) throws IOException {
    List<Path> runs = seeds(name);
    assertEquals(3, runs.size());
    for (Path run : runs) {
      JsonNode head = record(run).at("/options/model/head");
      assertEquals(30, head.get("scale").asDouble());
      assertEquals(0.5, head.get("margin").asDouble());
      assertFalse(head.get("easyMargin").asBoolean());
      assertFalse(record(run).get("results").has("warning"), run.toString());
      assertTrue(value(run, "metrics", "train_accuracy") > 0.5, run.toString());
    }
  }

  /** One recipe on real images, three seeds in either precision. */
  @Test
  void bfloat16LearnsAsFloat32Does() throws IOException {
    List<Path> float32 = seeds("short-base");
    List<Path> bfloat16 = seeds("short-bf16");
    assertEquals(3, float32.size());
    assertEquals(3, bfloat16.size());
    for (int i = 0; i < float32.size(); i++) {
      assertTrue(engine(float32.get(i)).endsWith(" F32"), engine(float32.get(i)));
      assertTrue(engine(bfloat16.get(i)).endsWith(" BF16"), engine(bfloat16.get(i)));
      assertNear(losses(float32.get(i)), losses(bfloat16.get(i)));
    }
    assertEquals(meanTestAccuracy(float32), meanTestAccuracy(bfloat16), HALF_A_POINT);
  }

  private static String engine(Path run) throws IOException {
    return record(run).at("/options/engine").asText();
  }

  private static double[] losses(Path run) throws IOException {
    return records(run.resolve("metrics.csv")).stream()
        .mapToDouble(epoch -> Double.parseDouble(epoch.get("train_loss")))
        .toArray();
  }

  private static void assertNear(double[] float32, double[] bfloat16) {
    assertEquals(float32.length, bfloat16.length);
    for (int epoch = 0; epoch < float32.length; epoch++) {
      assertEquals(float32[epoch], bfloat16[epoch], BFLOAT16_BAND * float32[epoch]);
    }
  }

  private static double meanTestAccuracy(List<Path> runs) throws IOException {
    double sum = 0;
    for (Path run : runs) {
      sum += value(run, "metrics", "test_accuracy");
    }
    return sum / runs.size();
  }
}
