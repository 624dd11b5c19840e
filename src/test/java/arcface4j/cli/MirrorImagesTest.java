package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code --flip}. A class is a picture and its mirror image, which are one with it. Without it a
 * picture is nearest to one of another class: those differ in brightness alone.
 */
@Tag("slow")
class MirrorImagesTest {

  private static final List<String> CLASSES = List.of("circle", "square", "triangle");

  @TempDir static Path folder;
  private static Path data;
  private static String model;

  @BeforeAll
  static void prepare() throws IOException {
    // A short run at the usual rate gives all pictures nearly the same features.
    model = CliRun.trained(folder.resolve("run"), "--lr", "0.02").toString();
    data = folder.resolve("data");
    for (String name : CLASSES) {
      int brightness = 90 + 10 * CLASSES.indexOf(name);
      write(saw(brightness), data.resolve("train/" + name + "/0.png"));
      write(saw(brightness), picture(name, 0));
      NoisePictures.mirror(picture(name, 0), picture(name, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluate", "evaluate --protocol closed"})
  void evaluateFindsTheMirrorImageWithFlipAlone(String command) {
    String line = command + " --checkpoint " + model + " --dataset folder --data-dir " + data;
    String without = TinyModel.succeed(line.split(" "));
    assertTrue(without.contains("\nRecall@1: 0.0000 (n = 6; "), without);
    String with = TinyModel.succeed((line + " --flip").split(" "));
    assertTrue(with.contains("\nRecall@1: 1.0000 (n = 6; "), with);
  }

  @Test
  void theReportFindsTheMirrorImageWithFlip() throws IOException {
    Path page = folder.resolve("page.html");
    String line =
        "report %s --dataset folder --data-dir %s --flip --map pca --out %s"
            .formatted(model, data, page);
    TinyModel.succeed(line.split(" "));
    String recall = "<dt>Recall@1</dt><dd class=\"value\">1.0000</dd>";
    assertTrue(Files.readString(page).contains(recall));
  }

  @Test
  void pairsOfAPictureAndItsMirrorImageAreTheLikestWithFlipAlone() throws IOException {
    Path table = folder.resolve("pairs.csv");
    Files.writeString(
        table,
        """
        first,second,same
        data/test/circle/0.png,data/test/circle/1.png,1
        data/test/square/0.png,data/test/square/1.png,1
        data/test/circle/0.png,data/test/square/0.png,0
        data/test/circle/1.png,data/test/square/1.png,0
        """);
    String[] line = {"evaluate", "--checkpoint", model, "--pairs", table.toString()};
    String without = TinyModel.succeed(line);
    assertTrue(without.contains("\nROC AUC: 0.0000 (n = 4; "), without);
    String with = TinyModel.succeed(and(line, "--flip"));
    assertTrue(with.contains("\nROC AUC: 1.0000 (n = 4; "), with);
  }

  @Test
  void anIndexMadeWithFlipIsSearchedWithIt() throws IOException {
    JsonNode with = nearestOfTheMirroredCircle("--flip");
    assertEquals(picture("circle", 0).toString(), with.get("path").asText());
    assertEquals(1, with.get("cosine").asDouble(), 1e-4);
    JsonNode without = nearestOfTheMirroredCircle();
    assertTrue(without.get("cosine").asDouble() < 0.999, without.toString());
  }

  @Test
  void anIndexMadeWithFlipIsPredictedByWithIt() {
    String index = labelledIndex();
    String[] predict = {"predict", "--checkpoint", model, "--by", "centre", "--index", index};
    String one = picture("circle", 0).toString();
    String mirrored = picture("circle", 1).toString();
    List<String> lines = TinyModel.succeed(and(predict, one, mirrored)).lines().skip(1).toList();
    assertEquals(one + ",circle", lines.get(0).replaceFirst(",[^,]*$", ""));
    assertEquals(mirrored + ",circle", lines.get(1).replaceFirst(",[^,]*$", ""));
    assertEquals(probability(lines.get(0)), probability(lines.get(1)), 1e-5);
  }

  @Test
  void classesEnrolledWithoutMirrorImagesAreToldBesideAnIndexWithThem() {
    String one = picture("circle", 0).toString();
    String taught = folder.resolve("taught.ckpt").toString();
    TinyModel.succeed("enroll", "oval", one, "--checkpoint", model, "--out", taught);
    String[] predict = {"predict", one, "--by", "centre", "--index", labelledIndex()};
    CliRun.of(and(predict, "--checkpoint", taught))
        .warned("enrolled classes are without the mirror images that the index has");
    CliRun without = CliRun.of(and(predict, "--checkpoint", model)).succeeded();
    assertEquals(List.of(), without.warnings());
  }

  private static String labelledIndex() {
    String index = folder.resolve("labelled.index").toString();
    String train = data.resolve("train").toString();
    TinyModel.succeed("index", "--checkpoint", model, "--images", train, "--out", index, "--flip");
    return index;
  }

  private static double probability(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
  }

  private static JsonNode nearestOfTheMirroredCircle(String... more) throws IOException {
    String index = folder.resolve("some.index").toString();
    String[] pictures =
        CLASSES.stream().map(name -> picture(name, 0).toString()).toArray(String[]::new);
    String[] make = {"index", "--checkpoint", model, "--out", index, "--images"};
    TinyModel.succeed(and(and(make, pictures), more));
    String query = picture("circle", 1).toString();
    String[] search = {"search", "--checkpoint", model, "--index", index, "--query", query};
    String found = TinyModel.succeed(and(search, "-k", "1", "--json"));
    return new ObjectMapper().readTree(found).get(0).get("hits").get(0);
  }

  private static String[] and(String[] words, String... more) {
    return Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private static Path picture(String name, int number) {
    return data.resolve("test/%s/%d.png".formatted(name, number));
  }

  private static void write(BufferedImage image, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  /** Grey that rises from left to right and falls at once, again and again. */
  private static BufferedImage saw(int brightness) {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        image.setRGB(x, y, (brightness + 16 * (x % 8)) * 0x010101);
      }
    }
    return image;
  }
}
