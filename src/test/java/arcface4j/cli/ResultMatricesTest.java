package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.train.EarlierCheckpoints;
import arcface4j.train.TrainOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code benchmarks/results/run} with a program that trains nothing and writes down how it was
 * called: each command is one that arcface takes, and the runs in {@code docs/results} had its
 * options.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the runner is a shell script")
class ResultMatricesTest {

  private static final Path MATRICES = Path.of("benchmarks/results");
  private static final Path RESULTS = Path.of("docs/results");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Command> COMMANDS = List.of(new TrainCommand(), new EvaluateCommand());

  /** Stands in for arcface; the runner wants a finished run.json behind a training. */
  private static final String PROGRAM =
      """
      #!/usr/bin/env bash
      echo "$*" >>"%s"
      while [ $# -gt 0 ]; do
        case $1 in
          --out) mkdir -p "$2"; echo '"finished" : true' >"$2/run.json"; touch "$2/metrics.csv" ;;
          --json) touch "$2" ;;
        esac
        shift
      done
      """;

  @TempDir Path folder;

  static Stream<Path> matrices() throws IOException {
    try (Stream<Path> files = Files.list(MATRICES)) {
      return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void everyCommandIsTakenAndWasThatOfItsRun(Path matrix) throws Exception {
    List<String> lines = commandsOf(matrix);

    assertFalse(lines.isEmpty());
    for (String line : lines) {
      String[] words = line.split(" ");
      Arguments arguments =
          Arguments.parse(command(words[0]).flags(), Arrays.copyOfRange(words, 1, words.length));
      if (words[0].equals("train")) {
        checkTraining(arguments);
      }
    }
  }

  private List<String> commandsOf(Path matrix) throws IOException, InterruptedException {
    Path lines = folder.resolve("lines");
    Path program = folder.resolve("arcface");
    Files.writeString(program, PROGRAM.formatted(lines));
    assertTrue(program.toFile().setExecutable(true));
    List<String> runner =
        List.of(
            "bash",
            MATRICES.resolve("run").toString(),
            matrix.toString(),
            "data",
            folder.resolve("runs").toString());
    ProcessBuilder builder = new ProcessBuilder(runner).redirectErrorStream(true);
    File printed = folder.resolve("printed").toFile();
    builder.redirectOutput(printed);
    builder
        .environment()
        .putAll(
            Map.of("ARCFACE", program.toString(), "RESULTS", folder.resolve("results").toString()));
    assertEquals(0, builder.start().waitFor(), () -> printed.toString());
    return Files.readAllLines(lines);
  }

  private static Command command(String name) {
    return COMMANDS.stream().filter(known -> known.name().equals(name)).findFirst().orElseThrow();
  }

  private static void checkTraining(Arguments arguments) throws UsageException, IOException {
    if (arguments.find("preset").isPresent()) {
      arguments.applyPreset(Presets.named(arguments.text("preset")));
    }
    TrainSettings settings = new TrainSettings(arguments);
    TrainOptions options = settings.options();
    settings.check(options);
    Path kept = RESULTS.resolve(arguments.path("out").getFileName());
    if (Files.exists(kept)) {
      assertRan(options, settings, new HeadSettings(arguments), kept);
    }
  }

  private static void assertRan(
      TrainOptions options, TrainSettings settings, HeadSettings head, Path kept)
      throws UsageException, IOException {
    JsonNode ran = completed(JSON.readTree(kept.resolve("run.json").toFile()).path("options"));
    int classes = ran.at("/model/labels/names").size();
    int steps =
        Integer.parseInt(Files.readAllLines(kept.resolve("metrics.csv")).get(1).split(",")[1]);
    assertHas(JSON.valueToTree(options), ran, kept.toString());
    assertHas(JSON.valueToTree(settings.network(3, 32)), ran.at("/model/network"), kept.toString());
    assertHas(
        JSON.valueToTree(head.head(classes, options.epochs(), steps)),
        ran.at("/model/head"),
        kept.toString());
  }

  @Test
  void aRowThatIsNotAboveIsNamed() throws Exception {
    Path matrix = Files.writeString(folder.resolve("matrix.txt"), "one | 1 | | @two --epochs 3");
    Process process =
        new ProcessBuilder("bash", MATRICES.resolve("run").toString(), matrix.toString(), "d", "r")
            .start();
    assertEquals(
        matrix + " has no row two above one",
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip());
    assertEquals(2, process.waitFor());
  }

  /** As a checkpoint of then would be read; for some days the start of centres had a field. */
  private static JsonNode completed(JsonNode options) {
    ObjectNode head = (ObjectNode) options.at("/model/head");
    if (head.has("centreStart")) {
      String start = head.remove("centreStart").asText();
      head.putObject("centres").put("start", start).set("perClass", head.remove("subcenters"));
    }
    ObjectNode content = JSON.createObjectNode();
    content.set("options", options);
    content.set("model", options.path("model"));
    JsonNode complete = EarlierCheckpoints.completed(content);
    ((ObjectNode) complete.path("options")).set("model", complete.path("model"));
    return complete.path("options");
  }

  /** Records of then may have what has been removed since, such as options of batch norms. */
  private static void assertHas(JsonNode expected, JsonNode actual, String where) {
    if (!expected.isObject()) {
      assertEquals(expected.toString(), actual.toString(), where);
    }
    for (Map.Entry<String, JsonNode> field : expected.properties()) {
      assertHas(field.getValue(), actual.path(field.getKey()), where + "/" + field.getKey());
    }
  }
}
