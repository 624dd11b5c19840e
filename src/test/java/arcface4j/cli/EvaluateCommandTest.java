package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class EvaluateCommandTest {

  @TempDir static Path common;
  private static String model;
  private static String lastLine;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    Path out = common.resolve("run");
    CliRun run = CliRun.train(out, "--epochs", "3", "--lr", "0.02").succeeded();
    lastLine = run.out().lines().reduce("", (first, second) -> second);
    model = out.resolve("checkpoints/last.ckpt").toString();
  }

  @Test
  void theAccuracyIsThatOfTheTrainingsLastLine() {
    String page = CliRun.of("evaluate", "--checkpoint", model).succeeded().out();
    String accuracy = page.lines().toList().get(1).replace("accuracy: ", "");
    assertTrue(lastLine.contains("test acc: " + accuracy), lastLine + "\n" + page);
    assertTrue(page.contains("on 12 test images of shapes, margin-free"), page);
  }

  @Test
  void theJsonFileSaysTheSameAsThePage() throws IOException {
    Path file = folder.resolve("result.json");
    String page =
        CliRun.of("evaluate", "--checkpoint", model, "--json", file.toString()).succeeded().out();
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertTrue(page.contains(text("accuracy: %.4f", json.get("accuracy"))), page);
    assertTrue(page.contains(text("macro F1: %.4f", json.get("macro_f1"))), page);
    assertTrue(page.contains(text("weighted F1: %.4f", json.get("weighted_f1"))), page);
    assertEquals(12, json.get("images").asInt());
    int correct = 0;
    int images = 0;
    for (int row = 0; row < 3; row++) {
      JsonNode measures = json.at("/classes/" + row);
      assertTrue(page.contains(measures.get("name").asText()), page);
      assertTrue(
          measures.get("precision").isNull() || measures.get("precision").isDouble(),
          measures.toString());
      for (int column = 0; column < 3; column++) {
        int count = json.at("/confusion/" + row + "/" + column).asInt();
        images += count;
        correct += row == column ? count : 0;
      }
    }
    assertEquals(12, images);
    assertEquals(json.get("accuracy").asDouble(), correct / 12.0);
  }

  @Test
  void theOriginalsAccuracyIsThatOfItsLastLine() throws IOException {
    Path out = folder.resolve("original");
    // So large a margin that an image is hardly ever right by it.
    String margin = "--margin 1.5 --easy-margin 0 --margin-warmup 1";
    String[] recipe = ("--preset original --features 16 --epochs 2 " + margin).split(" ");
    String printed = CliRun.train(out, recipe).succeeded().out();
    String last = printed.lines().filter(l -> l.contains("test acc")).reduce("", (a, b) -> b);
    JsonNode json = json(out.resolve("checkpoints/last.ckpt"));
    assertTrue(last.contains(text("margin-free test acc: %.4f", json.get("accuracy"))), last);
    double original = json.get("original_accuracy").asDouble();
    assertTrue(last.contains(" test acc: " + OriginalReporter.number(original)), last);
    assertTrue(original < json.get("accuracy").asDouble(), json.toString());
  }

  @Test
  void aHeadWithoutMarginHasOnlyOneAccuracy() throws IOException {
    Path softmax = CliRun.trained(folder.resolve("softmax"), "--head", "softmax");
    assertFalse(json(softmax).has("original_accuracy"));
  }

  private JsonNode json(Path checkpoint) throws IOException {
    Path file = folder.resolve("result.json");
    CliRun.of("evaluate", "--checkpoint", checkpoint.toString(), "--json", file.toString())
        .succeeded();
    return new ObjectMapper().readTree(file.toFile());
  }

  @Test
  void thePageSaysWhetherMirrorImagesWereLookedAtToo() {
    String saying = "averaged with those of the mirror image";
    for (String protocol : new String[] {"", "--protocol closed"}) {
      String line = ("evaluate --checkpoint " + model + " " + protocol).strip();
      assertFalse(CliRun.of(line.split(" ")).succeeded().out().contains(saying));
      assertTrue(CliRun.of((line + " --flip").split(" ")).succeeded().out().contains(saying));
    }
  }

  @Test
  void retrievalAndVerificationFollowTheAccuracyAsInTheClosedProtocol() throws IOException {
    Path alone = folder.resolve("closed.json");
    Path both = folder.resolve("both.json");
    String[] evaluate = {"evaluate", "--checkpoint", model, "--confidence", "--json"};
    String page = with(evaluate, both.toString());
    String closed = with(evaluate, alone.toString(), "--protocol", "closed");

    for (String name : new String[] {"Recall@1", "MAP@R", "ROC AUC", "EER"}) {
      String line = closed.lines().filter(l -> l.startsWith(name + ": ")).findFirst().orElseThrow();
      assertTrue(line.matches(".*: 0\\.\\d+ \\[\\d.*, \\d.*] \\(n = \\d+; closed: .*"), line);
      assertTrue(page.lines().anyMatch(line::equals), page);
    }
    ObjectMapper mapper = new ObjectMapper();
    assertEquals(
        mapper.readTree(alone.toFile()).get("measures"),
        mapper.readTree(both.toFile()).get("measures"));
  }

  private static String with(String[] words, String... more) {
    return CliRun.of(Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new))
        .succeeded()
        .out();
  }

  @Test
  void aClassThatIsNeverPredictedHasItsReasonBelowTheTable() throws IOException {
    String page = CliRun.of("evaluate", "--checkpoint", model).succeeded().out();
    for (String name : List.of("circle", "square", "triangle")) {
      boolean undefined = page.lines().anyMatch(line -> line.matches(name + " .*NaN.*"));
      assertEquals(undefined, page.contains("\nNaN: " + name + ": it was never predicted"), page);
    }
  }

  private static String text(String format, JsonNode value) {
    return String.format(Locale.ROOT, format, value.asDouble());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no /dev/null")
  void aDeviceIsNotReplacedByJson() {
    CliRun.of("evaluate", "--checkpoint", model, "--json", "/dev/null")
        .failed(Cli.FAILED, "--json /dev/null is not a regular file");
  }

  @Test
  void aPlaceThatTakesNoJsonIsRefusedBeforeTheWork() {
    Path missing = folder.resolve("missing/result.json");
    CliRun run = CliRun.of("evaluate", "--checkpoint", model, "--json", missing.toString());
    run.failed(Cli.FAILED, "--json " + missing, "is no folder to write to");
    assertEquals("", run.out());

    assertFalse(Files.exists(missing.getParent()));
    CliRun.of("evaluate", "--checkpoint", model, "--json", folder.toString())
        .failed(Cli.FAILED, "--json " + folder + " is a folder; give the name of a file");
  }

  @Test
  void imagesOfUnknownClassesAreMeasuredWithoutAnAccuracy() throws IOException {
    CliRun one = CliRun.of("evaluate", "--checkpoint", model, "--shapes-classes", "4").succeeded();
    assertTrue(one.err().contains("left out, for training saw them: [circle, square, triangle]"));
    assertFalse(one.out().lines().anyMatch(line -> line.startsWith("accuracy")), one.out());
    Pictures.cifar10(folder);
    CliRun all =
        CliRun.of(
                "evaluate",
                "--checkpoint",
                model,
                "--dataset",
                "cifar10",
                "--data-dir",
                folder.toString())
            .succeeded();
    assertTrue(all.out().contains("Recall@1"), all.out());
    CliRun.of("evaluate", "--checkpoint", model, "--protocol", "closed", "--shapes-classes", "4")
        .failed(
            Cli.FAILED,
            model + " knows the classes [circle, square, triangle]; the data has [circle, ");
  }

  @Test
  void someOfTheKnownClassesAreEnough() {
    CliRun two = CliRun.of("evaluate", "--checkpoint", model, "--shapes-classes", "2").succeeded();
    assertTrue(two.out().contains("on 8 test images of shapes, margin-free"), two.out());
  }

  @Test
  void otherSizesOfImagesAndBatchesWork() {
    String small =
        CliRun.of("evaluate", "--checkpoint", model, "--batch-size", "5").succeeded().out();
    assertEquals(CliRun.of("evaluate", "--checkpoint", model).succeeded().out(), small);
    CliRun.of("evaluate", "--checkpoint", model, "--image-size", "48", "--shapes-test", "1")
        .succeeded();
  }
}
