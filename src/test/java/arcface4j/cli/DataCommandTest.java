package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.Main;
import arcface4j.testing.ChildJvm;
import arcface4j.testing.Photos;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class DataCommandTest {

  private static final String ODD = "a \"quoted\"\nname\\.jpg";

  @TempDir Path dir;

  private void put(String path, byte[] bytes) throws IOException {
    Path file = dir.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  /** Two classes in two splits that nothing is wrong with. */
  private void putClean() throws IOException {
    for (String name : List.of("cat", "dog")) {
      put("train/" + name + "/0.jpg", Photos.of(name + "/0100"));
      put("train/" + name + "/1.jpg", Photos.of(name + "/1100"));
      put("test/" + name + "/2.jpg", Photos.of(name + "/2100"));
    }
  }

  /** One of everything that is wrong. */
  private void putFaulty() throws IOException {
    putClean();
    put("train/cat/leaked.jpg", Photos.of("cat/2100"));
    put("train/dog/wrong.jpg", Photos.copy(Photos.of("cat/0100"), Photos.Change.COMPRESSED));
    put("train/dog/cut.jpg", Arrays.copyOf(Photos.of("dog/0100"), 300));
    put(
        "train/dog/p.heic",
        "\0\0\0\30ftypheic\0\0\0\0mif1heic".getBytes(StandardCharsets.US_ASCII));
    put("test/fox/0.jpg", Photos.of("frog/0100"));
    put(".hidden", new byte[1]);
  }

  private JsonNode json(String... words) throws IOException {
    CliRun run = CliRun.of(words).succeeded();
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void aCleanFolderEndsWithNothingWrong() throws IOException {
    putClean();
    CliRun run = CliRun.of("data", dir.toString(), "--strict").succeeded();
    List<String> lines = run.out().lines().toList();
    assertEquals(dir + ": train 4 images of 2 classes, test 2 images of 2 classes", lines.get(0));
    assertEquals("nothing wrong found", lines.get(lines.size() - 1));
    assertTrue(lines.contains("6 pictures: 6 JPEG"), run.out());
    assertTrue(lines.contains("width x height: smallest 32 x 32, median 32 x 32, largest 32 x 32"));
    assertTrue(run.out().matches("(?s).*\ncat +2 +0 +1 +0\ndog +2 +0 +1 +0\n.*"), run.out());
  }

  @Test
  void thePageShowsWhatIsWrong() throws IOException {
    putFaulty();
    CliRun run = CliRun.of("data", dir.toString()).succeeded();
    String name = dir.toString().replace('\\', '/');
    for (String line :
        List.of(
            "1 file broken",
            "1 file of formats that are not read here",
            "files with the same bytes: 1 group of 2 files",
            "in several splits: 1",
            "  %s/train/cat/leaked.jpg (train), %<s/test/cat/2.jpg (test)".formatted(name),
            "files that look the same: 1 group of 2 files",
            "in several classes: 1",
            "  %s/train/cat/0.jpg (train), %<s/train/dog/wrong.jpg (train)".formatted(name),
            "classes that training has not: [fox]",
            "wrong:",
            "  1 broken file; train refuses such, or leaves them out with --skip-broken",
            "  1 file of a format that is not read here",
            "  of one image alone: [fox]",
            "  1 group of files with the same bytes in several splits",
            "  1 group of files that look the same in several classes")) {
      assertTrue(run.out().lines().toList().contains(line), line + " is not in " + run.out());
    }
  }

  @Test
  void strictEndsWith1AfterThePage() throws IOException {
    putFaulty();
    CliRun run = CliRun.of("data", dir.toString(), "--strict");
    run.failed(Cli.FAILED, "--strict: 5 things are wrong with " + dir);
    assertTrue(run.out().contains("wrong:"), run.out());
    CliRun json = CliRun.of("data", dir.toString(), "--strict", "--json");
    json.failed(Cli.FAILED, "--strict: 5 things are wrong");
    assertEquals(5, new ObjectMapper().readTree(json.out()).path("wrong").size());
  }

  @Test
  void jsonHasTheSameNumbers() throws IOException {
    putFaulty();
    JsonNode json = json("data", dir.toString(), "--json", "--image-size", "33x32");
    assertEquals(11, json.path("files").asInt());
    assertEquals("{\"hidden\":1}", json.path("passed_over").toString());
    assertEquals(
        "{\"images\":8,\"without_class\":0,\"classes\":2,\"smallest\":3,\"median\":3,\"largest\":5}",
        json.path("splits").path("train").toString());
    assertEquals(3, json.path("splits").path("test").path("images").asInt());
    assertEquals(
        "[{\"name\":\"cat\",\"train\":3,\"test\":1},{\"name\":\"dog\",\"train\":5,\"test\":1},"
            + "{\"name\":\"fox\",\"test\":1}]",
        json.path("classes").toString());
    assertEquals("[\"fox\"]", json.path("unseen").toString());
    assertEquals("[]", json.path("only_training").toString());
    assertEquals(
        "{\"count\":9,\"formats\":{\"JPEG\":9},\"smallest\":[32,32],\"median\":[32,32],"
            + "\"largest\":[32,32],\"training_size\":[32,33],\"fit\":\"crop\",\"smaller\":9,"
            + "\"other_shape\":9,\"turned\":0,\"profiled\":0}",
        json.path("pictures").toString());
    assertTrue(json.path("broken").get(0).path("file").asText().endsWith("/train/dog/cut.jpg"));
    assertTrue(json.path("broken").get(0).path("reason").asText().contains("cut off"));
    assertTrue(json.path("other_formats").get(0).path("file").asText().endsWith("/p.heic"));
    JsonNode copies = json.path("same_bytes").get(0);
    assertTrue(copies.path("across_splits").asBoolean());
    assertFalse(copies.path("across_classes").asBoolean());
    assertEquals("test", copies.path("files").get(1).path("split").asText());
    JsonNode alike = json.path("look_the_same").get(0);
    assertTrue(alike.path("across_classes").asBoolean());
    assertEquals("dog", alike.path("files").get(1).path("class").asText());
    assertEquals(5, json.path("wrong").size());
  }

  @Test
  void fiveAreShownAndTheOthersCounted() throws IOException {
    putClean();
    for (int i = 0; i < 8; i++) {
      put("train/cat/broken" + i + ".jpg", new byte[0]);
    }
    CliRun run = CliRun.of("data", dir.toString()).succeeded();
    assertEquals(5, run.out().lines().filter(line -> line.contains("/broken")).count());
    assertTrue(run.out().contains("\n  and 3 more, in --json\n"), run.out());
    assertEquals(8, json("data", dir.toString(), "--json").path("broken").size());
  }

  @Test
  void aTableIsAPlaceToo() throws IOException {
    putClean();
    Path table = dir.resolve("photos.csv");
    Files.writeString(
        table,
        """
        path,label,split
        train/cat/0.jpg,cat,train
        train/cat/0.jpg,cat,test
        train/dog/0.jpg,cat,train
        gone.jpg,dog,train
        """);
    JsonNode json = json("data", table.toString(), "--json");
    assertEquals(4, json.path("files").asInt());
    assertEquals(1, json.path("broken").size());
    assertTrue(json.path("same_bytes").get(0).path("across_splits").asBoolean());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "such names are not allowed")
  void oddNamesStayApartFromTheText() throws IOException {
    putClean();
    put("train/cat/" + ODD, new byte[0]);
    JsonNode json = json("data", dir.toString(), "--json");
    String name = json.path("broken").get(0).path("file").asText();
    assertTrue(name.contains("/train/cat/a \"quoted\"\nname"), name);
    String page = CliRun.of("data", dir.toString()).succeeded().out();
    assertTrue(page.contains("/a \"quoted\"\\x0Aname"), page);
  }

  @Test
  void aFlatFolderHasNoClasses() throws IOException {
    put("0.jpg", Photos.of("cat/0100"));
    put("1.jpg", Photos.of("dog/0100"));
    CliRun run = CliRun.of("data", dir.toString()).succeeded();
    assertTrue(run.out().contains("  2 images without a class"), run.out());
  }

  @ParameterizedTest
  @CsvSource({
    "data, 'data takes one folder or table of images, not '''''",
    "data a b, 'data takes one folder or table of images, not ''a b'''",
    "data a --layout x, '--layout x is not one of auto, classes, nested'",
    "data a --image-size 0, --image-size 0 is not a whole number from",
    "data a --fit x, '--fit x is not one of resize, crop, pad'"
  })
  void aWrongLineIsRefused(String words, String message) {
    CliRun.of(words.split(" ")).failed(Cli.USAGE, message);
  }

  @Test
  void aPreviewShowsImagesAsATrainingSeesThem() throws IOException {
    Pictures.folder(dir, 6, "cat", "dog");
    Path sheet = dir.resolveSibling(dir.getFileName() + "-sheet.png");
    String[] words = {
      "data", dir + "", "--preview", sheet + "", "--auto-augment", "trivial", "--erase", "1"
    };
    CliRun.of(words).succeeded();
    CliRun.of(words).succeeded(); // its own sheet may be replaced
    BufferedImage picture = ImageIO.read(sheet.toFile());
    assertEquals(8 * 34 + 2, picture.getHeight());
    assertEquals(8 * 34 + 2, picture.getWidth());
    Files.delete(sheet);
    Path photo = Files.copy(dir.resolve("cat/0.png"), sheet);
    CliRun.of(words).failed(Cli.FAILED, photo + ": it is not a preview of data");
    CliRun.of("data", dir + "", "--blur", "1").failed(Cli.USAGE, "--blur goes with --preview");
    Files.delete(photo);
  }

  @Test
  void aPlaceThatIsNotThereIsOneLine() {
    CliRun.of("data", dir.resolve("none").toString())
        .failed(Cli.FAILED, "none: no such file or folder");
    CliRun.of("data", dir.toString()).failed(Cli.FAILED, ": no image here");
    CliRun.of("data", "").failed(Cli.USAGE, "an argument is empty");
  }

  /** A table that names one photo very often takes minutes to look at. */
  @Test
  @Tag("slow")
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no kill")
  void aSignalEndsIt() throws Exception {
    put("0.jpg", Photos.of("cat/0100"));
    Path table = dir.resolve("photos.csv");
    Files.write(
        table,
        Stream.concat(Stream.of("path,label"), Collections.nCopies(500_000, "0.jpg,cat").stream())
            .toList());
    try (ChildJvm child = ChildJvm.start(Main.class, "data", table.toString())) {
      while (!child.errors().contains("read ")) {
        Thread.sleep(20);
      }
      child.signal("TERM");
      assertEquals(List.of(), child.remaining());
      assertEquals(143, child.exitCode());
      assertTrue(child.errors().contains("stopped after a request"), child.errors());
    }
  }
}
