package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import arcface4j.Main;
import arcface4j.io.FileName;
import arcface4j.testing.ChildJvm;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of any bytes stay apart and come back through every format, in every locale. */
@Tag("slow")
@EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere names are not any bytes")
class NamesOnDiskTest {

  /** Names as a shell writes them, each the folder of a class and the file in it. */
  private static final String SHELL_NAMES =
      "$'caf\\xe9' $'caf\\xc3\\xa9' $'cafe\\xcc\\x81' 'a\\b' 'a\\x41' ' a' 'a ' $'a\\nb' $'a\\tb'"
          + " '\"q\"' \"it's\" 'a,b' ' \"' $'\\xf0\\x9f\\x98\\x80' $'a\\rb' 'ab'";

  private static final List<String> TEXTS =
      List.of(
          "caf\\xE9",
          "caf\u00e9",
          "cafe\u0301",
          "a\\b",
          "a\\x5Cx41",
          " a",
          "a ",
          "a\nb",
          "a\tb",
          "\"q\"",
          "it's",
          "a,b",
          " \"",
          "\ud83d\ude00",
          "a\rb",
          "ab");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static String model;
  private static Path images;
  private static final List<String> CLASSES = new ArrayList<>(TEXTS);

  @BeforeAll
  static void prepare() throws Exception {
    model = TinyModel.train(folder.resolve("run")).toString();
    Pictures.folder(folder.resolve("one"), 1, "x");
    images = Files.createDirectory(folder.resolve("images"));
    String line =
        "cd \"$0\"; for n in %s; do mkdir \"./$n\"; cp ../one/x/0.png \"./$n/$n.png\"; done";
    bash(line.formatted(SHELL_NAMES), images.toString());
    for (char letter = ' '; letter < 127; letter++) {
      if (letter != '/') {
        String name = "c" + letter;
        Path place = Files.createDirectory(images.resolve(name));
        Files.copy(folder.resolve("one/x/0.png"), place.resolve(name + ".png"));
        CLASSES.add(name);
      }
    }
  }

  private static void bash(String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of("bash", "-c"));
    line.addAll(List.of(words));
    assertEquals(0, new ProcessBuilder(line).inheritIO().start().waitFor());
  }

  private static String pathOf(String name) {
    return images + "/" + name + "/" + name + ".png";
  }

  private static TreeSet<String> paths() {
    TreeSet<String> paths = new TreeSet<>();
    CLASSES.forEach(name -> paths.add(pathOf(name)));
    return paths;
  }

  @Test
  void tablesGiveEveryNameBack() throws Exception {
    for (String ending : List.of("npy", "csv")) {
      Path out = folder.resolve("of-" + ending + "." + ending);
      embed(out);
      Path table = folder.resolve("of-" + ending + ".csv");
      assertNames(read(table, CSVFormat.DEFAULT));
      assertPythonReads(table);
    }
    embed(folder.resolve("all.tsv"));
    List<String> lines = Files.readAllLines(folder.resolve("all-metadata.tsv"));
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      assertEquals(2, cells.length, line);
      // A line of the projector has tabs and line ends as escapes, which are names, too.
      rows.add(
          List.of(FileName.text(FileName.path(cells[0])), FileName.text(FileName.path(cells[1]))));
    }
    assertNames(rows);
  }

  private static void embed(Path out) {
    TinyModel.succeed(
        "embed", "--checkpoint", model, "--images", images.toString(), "--out", out.toString());
  }

  private static List<List<String>> read(Path table, CSVFormat format) throws IOException {
    try (CSVParser lines =
        CSVParser.parse(
            Csv.open(table), format.builder().setHeader().setSkipHeaderRecord(true).get())) {
      List<List<String>> rows = new ArrayList<>();
      for (CSVRecord line : lines) {
        rows.add(List.of(line.get("path"), line.get("label")));
      }
      return rows;
    }
  }

  private static void assertNames(List<List<String>> rows) {
    TreeSet<String> found = new TreeSet<>();
    for (List<String> row : rows) {
      found.add(row.get(0));
      assertEquals(pathOf(row.get(1)), row.get(0));
      assertTrue(Files.isRegularFile(FileName.path(row.get(0))), row.get(0));
    }
    assertEquals(paths(), found);
    assertEquals(CLASSES.size(), rows.size());
  }

  /** What another program's reader of CSV makes of the table. */
  private static void assertPythonReads(Path table) throws Exception {
    boolean hasPython =
        new ProcessBuilder("sh", "-c", "command -v python3 >/dev/null").start().waitFor() == 0;
    assumeTrue(hasPython, "no python3 here");
    Path json = folder.resolve("python.json");
    String program =
        "import csv, json, sys; t = open(sys.argv[1], encoding='utf-8', newline='');"
            + " json.dump([[r['path'], r['label']] for r in csv.DictReader(t)],"
            + " open(sys.argv[2], 'w'))";
    String[] words = {"python3", "-c", program, table.toString(), json.toString()};
    assertEquals(0, new ProcessBuilder(words).inheritIO().start().waitFor());
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode row : JSON.readTree(json.toFile())) {
      rows.add(List.of(row.get(0).asText(), row.get(1).asText()));
    }
    assertNames(rows);
  }

  @Test
  void everyNameIsAnEntryThatFindsItselfAndIsRemovedByItsName() throws Exception {
    String index = folder.resolve("all.index").toString();
    TinyModel.succeed(
        "index", "--checkpoint", model, "--images", images.toString(), "--out", index);
    CliRun found =
        CliRun.of(
                "search",
                "--checkpoint",
                model,
                "--index",
                index,
                "--query",
                images.toString(),
                "-k",
                "1000",
                "--exclude-self",
                "--json")
            .succeeded();
    assertEquals(List.of(), found.warnings());
    for (JsonNode query : JSON.readTree(found.out())) {
      TreeSet<String> others = paths();
      assertTrue(others.remove(query.get("query").asText()));
      assertEquals(others, new TreeSet<>(query.get("hits").findValuesAsText("path")));
    }
    // A word is a name as it stands; only where a backslash comes before an x, a table's is longer.
    for (String name :
        List.of("a\\b", " a", "a ", "a\nb", "\"q\"", "cafe\u0301", "c\\", "a\\x41")) {
      assertEquals(
          "1 removed from " + index + "\n",
          TinyModel.succeed("index", "--out", index, "--remove", pathOf(name)),
          name);
    }
    // The name as a table has it, where no file has that very name.
    TinyModel.succeed("index", "--out", index, "--remove", pathOf("caf\\xE9"));
    CliRun.of("index", "--out", index, "--remove", pathOf("caf\\xE9"))
        .failed(Cli.FAILED, "the index has no entry " + pathOf("caf\\xE9"));
  }

  @Test
  void namesInTheTableOfASearchStayInTheirLine() throws Exception {
    Path place = folder.resolve("lines");
    Files.createDirectories(place);
    Files.copy(folder.resolve("one/x/0.png"), place.resolve("a\nb.png"));
    String index = folder.resolve("lines.index").toString();
    TinyModel.succeed("index", "--checkpoint", model, "--images", place.toString(), "--out", index);
    String table =
        TinyModel.succeed(
            "search", "--checkpoint", model, "--index", index, "--query", place.toString());
    assertEquals(2, table.lines().count(), table);
    assertTrue(table.stripTrailing().endsWith("/a\\x0Ab.png"), table);
  }

  @Test
  void pairsOfAnyNamesAreFound() throws Exception {
    Path table = folder.resolve("pairs.csv");
    StringBuilder lines = new StringBuilder("first,second,same\n");
    for (String name : CLASSES) {
      String path = "\"images/%1$s/%1$s.png\"".formatted(name.replace("\"", "\"\""));
      lines.append(path).append(",").append(path).append(",1\n");
    }
    Files.writeString(table, lines);
    String out = TinyModel.succeed("verify", "--checkpoint", model, "--pairs", table.toString());
    assertEquals(CLASSES.size(), out.lines().filter(line -> line.startsWith(" 1.0000")).count());
  }

  /** The bytes that a shell hands over, in a locale that has letters for them and in two others. */
  @ParameterizedTest
  @ValueSource(strings = {"C.UTF-8", "POSIX", "en_US.ISO-8859-1"})
  void aLocaleChangesNoName(String locale) throws Exception {
    Path work = Files.createDirectories(folder.resolve("work-" + locale));
    String shell = "cd '%s'; exec env LC_ALL=%s \"$0\" \"$@\" ".formatted(images, locale);
    String given = "$'caf\\xe9' $'caf\\xc3\\xa9/caf\\xc3\\xa9.png' 'a\\x41'";
    Path index = work.resolve("bytes.index");
    List<String> made =
        run(
            shell + given,
            "index",
            "--checkpoint",
            model,
            "--out",
            index.toString(),
            "--images",
            "a\\b");
    assertEquals(List.of(index.toString()), made);
    List<String> csv =
        run(
            shell + "--query $'caf\\xe9/caf\\xe9.png'",
            "search",
            "--checkpoint",
            model,
            "--index",
            index.toString(),
            "--csv",
            "--exclude-self");
    TreeSet<String> found = new TreeSet<>();
    csv.subList(1, csv.size()).forEach(line -> found.add(line.split(",")[2]));
    assertEquals("caf\\xE9/caf\\xE9.png", csv.get(1).split(",")[0]);
    assertEquals(
        new TreeSet<>(
            List.of("a\\b/a\\b.png", "caf\u00e9/caf\u00e9.png", "a\\x5Cx41/a\\x5Cx41.png")),
        found);
    assertEquals(
        List.of("2 removed from " + index),
        run(shell + "--remove $'caf\\xe9' $'caf\\xc3\\xa9'", "index", "--out", index.toString()));
  }

  private static List<String> run(String shell, String... words) throws Exception {
    try (ChildJvm child = ChildJvm.start(List.of("bash", "-c", shell), Main.class, words)) {
      List<String> lines = child.remaining();
      assertEquals(0, child.exitCode(), child.errors());
      assertFalse(child.errors().contains("warning"), child.errors());
      return lines;
    }
  }

  @Test
  void aClassIsEnrolledAndForgottenUnderItsVeryName() throws Exception {
    String own = folder.resolve("own.ckpt").toString();
    Files.copy(Path.of(model), Path.of(own));
    String picture = folder.resolve("one/x/0.png").toString();
    for (String name : List.of("\"x\"", "'x'", " y", "caf\u00e9 \\", "\\x41", "a\nb", "-")) {
      TinyModel.succeed("enroll", name, picture, "--checkpoint", own);
      TinyModel.succeed("enroll", "--remove", name, "--checkpoint", own);
    }
    CliRun.of("enroll", "--remove", "\"x\"", "--checkpoint", own)
        .failed(Cli.FAILED, "'\"x\"' is not enrolled; no class is");
  }
}
