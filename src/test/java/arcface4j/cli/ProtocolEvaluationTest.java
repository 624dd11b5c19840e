package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.train.Checkpoint;
import arcface4j.train.CheckpointFile;
import arcface4j.train.CheckpointWriter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class ProtocolEvaluationTest {

  @TempDir static Path folder;
  private static String all;
  private static String three;

  @BeforeAll
  static void train() {
    all = TinyModel.train(folder.resolve("all")).toString();
    three = TinyModel.train(folder.resolve("three"), "--classes", "0,2-3").toString();
  }

  @ParameterizedTest
  @CsvSource({"closed, 35", "gallery, 35"})
  void everyMeasureIsPrintedWithItsNumberAndProtocol(String protocol, int queries) {
    String text = TinyModel.succeed("evaluate", "--checkpoint", all, "--protocol", protocol);

    for (String name : new String[] {"Recall@1", "Recall@8", "MAP@R", "R-precision", "EER"}) {
      String line = text.lines().filter(l -> l.startsWith(name + ": ")).findFirst().orElseThrow();
      assertTrue(line.contains("(n = ") && line.contains(protocol), line);
    }
    assertTrue(text.contains("Recall@1: ") && text.contains("(n = " + queries + ";"), text);
  }

  @Test
  void anUndefinedMeasureIsNotANumberAndSaysWhy() throws IOException {
    String text = TinyModel.succeed("evaluate", "--checkpoint", all, "--protocol", "closed");

    String line = text.lines().filter(l -> l.startsWith("TAR@FAR=1e-6")).findFirst().orElseThrow();
    assertTrue(line.contains("NaN") && line.contains("different pairs"), line);
    JsonNode measure = byName(json(all, "closed", "--confidence")).get("TAR@FAR=1e-6");
    assertTrue(measure.get("value").isNull(), measure.toString());
    assertFalse(measure.has("interval95"), measure.toString());
  }

  @Test
  void everyClassHasItsQueriesAndAnUndefinedMeasureOfOneItsReason() throws IOException {
    Path data = folder.resolve("lone");
    NoisePictures.write(data, 3, "apple");
    NoisePictures.write(data, 1, "pear");
    String[] evaluate = {"evaluate", "--checkpoint", three, "--protocol", "open-set"};
    String[] source = {"--dataset", "folder", "--data-dir", data.toString()};
    String text =
        TinyModel.succeed(Stream.of(evaluate, source).flatMap(Stream::of).toArray(String[]::new));

    assertTrue(text.matches("(?s).*\nclass .* queries\n.*"), text);
    assertTrue(text.matches("(?s).*\napple .* 3\n.*"), text);
    assertTrue(text.matches("(?s).*\npear .*NaN .* 1\n.*"), text);
    assertTrue(text.contains("\nNaN: no query has a reference with its label"), text);
    assertTrue(text.contains("\nNaN: there are no pairs of one class"), text);
  }

  @Test
  void openSetMeasuresTheClassesThatTrainingLeftOut() throws IOException {
    JsonNode json = json(three, "open-set");

    assertEquals("open-set", json.get("protocol").asText());
    assertEquals(14, byName(json).get("Recall@1").get("n").asInt());
    assertEquals(2, json.get("classes").size());
    assertEquals("square", json.get("classes").get(0).get("name").asText());
  }

  @Test
  void openSetMeasuresTheUnseenAmongNamedClasses() throws IOException {
    JsonNode json = json(three, "open-set", "--classes", "0-1");

    assertEquals(1, json.get("classes").size());
    assertEquals(7, byName(json).get("Recall@1").get("n").asInt());
  }

  @Test
  void theModelOfSomeClassesIsMeasuredOnThemUnlessOthersAreNamed() throws IOException {
    assertEquals(21, byName(json(three, "closed")).get("Recall@1").get("n").asInt());

    CliRun other =
        CliRun.of("evaluate", "--checkpoint", three, "--protocol", "closed", "--classes", "0-3");
    assertEquals(1, other.code());
    assertTrue(other.err().contains("knows the classes"), other.err());
  }

  @Test
  void intervalsEncloseTheirMeasures() throws IOException {
    JsonNode json = json(all, "closed", "--confidence");

    JsonNode recall = byName(json).get("Recall@1");
    assertTrue(recall.get("interval95").get("low").asDouble() <= recall.get("value").asDouble());
    assertTrue(recall.get("interval95").get("high").asDouble() >= recall.get("value").asDouble());
    assertFalse(byName(json).get("NMI").has("interval95"));
  }

  @Test
  void openSetWithoutUnseenClassesIsRefused() {
    CliRun outcome = CliRun.of("evaluate", "--checkpoint", all, "--protocol", "open-set");

    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("classes that training never saw"), outcome.err());
    assertEquals(1, outcome.failures().size());
  }

  @Test
  void aGalleryWithoutTrainingImagesIsRefusedBeforeAnyImageIsRead() {
    String[] words = {"evaluate", "--checkpoint", all, "--protocol", "gallery"};
    String[] source = {"--dataset", "folder", "--data-dir", "missing", "--test-fraction", "1"};
    CliRun.of(Stream.of(words, source).flatMap(Stream::of).toArray(String[]::new))
        .failed(Cli.USAGE, "--test-fraction 1 leaves no training images");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3-7 | 3-7 is not within 0-4",
        "2-1 | 2-1 is not within 0-4",
        "4 | at least 2",
        "0,ringg | did you mean ring",
        "0,,1 | '' is not among",
        "0,2147483648 | '2147483648' is not among"
      })
  void wrongClassesAreRefusedBeforeTraining(String list, String message) {
    CliRun outcome =
        CliRun.of(
            "train",
            "--dataset",
            "shapes",
            "--shapes-classes",
            "5",
            "--classes",
            list,
            "--out",
            folder.resolve("wrong").toString());

    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains(message), outcome.err());
  }

  @Test
  void aCheckpointFromBeforeClassesCouldBeChosenStillLoads() throws IOException {
    CheckpointFile saved = CheckpointFile.read(Path.of(all));
    ObjectNode content = saved.content().deepCopy();
    ((ObjectNode) content.at("/options/data/source")).remove("classes");
    Path old = folder.resolve("old.ckpt");
    CheckpointWriter.write(old, content, saved.arrays());

    assertEquals("", Checkpoint.load(old).options().data().source().classes());
    assertEquals("0,2-3", Checkpoint.load(Path.of(three)).options().data().source().classes());
  }

  @Test
  void aFolderOfOtherClassesIsMeasuredWhole() throws IOException {
    Path data = folder.resolve("data");
    NoisePictures.write(data, 2, "apple", "pear", "ring");

    String text =
        TinyModel.succeed(
            "evaluate",
            "--checkpoint",
            three,
            "--protocol",
            "open-set",
            "--dataset",
            "folder",
            "--data-dir",
            data.toString());

    assertTrue(text.contains("Recall@1: ") && text.contains("(n = 4;"), text);
  }

  @Test
  void validationImagesAreMeasuredWhereThereAreNoOthers() throws IOException {
    Path data = folder.resolve("split");
    NoisePictures.write(data.resolve("train"), 2, "apple", "pear");
    NoisePictures.write(data.resolve("val"), 2, "apple", "pear");
    String[] words = {"--protocol", "open-set", "--dataset", "folder", "--data-dir", data + ""};
    String[] line =
        Stream.concat(Stream.of("evaluate", "--checkpoint", three), Stream.of(words))
            .toArray(String[]::new);
    assertTrue(CliRun.of(line).succeeded().out().contains("(n = 4;"));
  }

  private static JsonNode json(String checkpoint, String protocol, String... more)
      throws IOException {
    Path file = folder.resolve("result.json");
    String[] words = new String[7 + more.length];
    String[] first = {
      "evaluate", "--checkpoint", checkpoint, "--protocol", protocol, "--json", file.toString()
    };
    System.arraycopy(first, 0, words, 0, first.length);
    System.arraycopy(more, 0, words, first.length, more.length);
    TinyModel.succeed(words);
    return new ObjectMapper().readTree(file.toFile());
  }

  private static Map<String, JsonNode> byName(JsonNode json) {
    Map<String, JsonNode> measures = new HashMap<>();
    json.get("measures").forEach(measure -> measures.put(measure.get("name").asText(), measure));
    return measures;
  }
}
