package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import arcface4j.api.EmbeddedBatch;
import arcface4j.api.EmbeddingModel;
import arcface4j.data.BrokenImages;
import arcface4j.data.ImageCache;
import arcface4j.data.ImageFile;
import arcface4j.data.ImageSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code predict} by the head and by centres, beside the same worked out one number at a time. */
@Tag("slow")
class PredictCommandTest {

  private static final int EACH = 3;
  private static final int SCALE = 20;
  private static final double TOLERANCE = 1e-5;

  @TempDir static Path folder;
  private static Path model;
  private static Path pictures;
  private static List<Path> files;
  private static EmbeddedBatch embedded; // of the files
  private static float[] logits; // [N, 5]

  @BeforeAll
  static void prepare() throws IOException {
    // A short run at the usual rate gives all pictures nearly the same features.
    String[] recipe = {"--lr", "0.02", "--scale", String.valueOf(SCALE)};
    model = TinyModel.train(folder.resolve("run"), recipe);
    pictures = folder.resolve("pictures");
    NoisePictures.write(pictures, EACH, "apple", "pear", "plum");
    try (Stream<Path> tree = Files.walk(pictures)) {
      files = tree.filter(Files::isRegularFile).sorted().toList();
    }
    try (EmbeddingModel loaded = EmbeddingModel.load(model)) {
      List<ImageFile> images = files.stream().map(file -> new ImageFile(file, "", 0)).toList();
      ImageSet set = ImageSet.ofFiles(images, loaded.preprocessing(), ImageCache.none());
      embedded =
          new EmbeddedBatch(
              loaded
                  .inference(files.size(), false, BrokenImages.refused(""))
                  .embed(set, done -> {})
                  .features(),
              loaded.width());
      logits = loaded.logits(embedded);
    }
  }

  @Test
  void theHeadsProbabilitiesAreTheSoftmaxOfTheLogits() {
    List<String> classes = List.of("circle", "square", "triangle", "ring", "cross");
    List<Shown> expected = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      double[] scores = new double[5];
      for (int k = 0; k < 5; k++) {
        scores[k] = logits[i * 5 + k];
      }
      expected.addAll(byProbability(files.get(i), classes, scores));
    }
    assertShown(expected, predict("--top", "5"));
    List<Shown> likeliest = new ArrayList<>();
    for (int i = 0; i < expected.size(); i += 5) {
      likeliest.add(expected.get(i));
    }
    assertShown(likeliest, predict());
  }

  @Test
  void theCentresProbabilitiesAreTheSoftmaxOfScaledCosines() {
    double[][] centres = {sum(0), sum(EACH), sum(2 * EACH)};
    String index = index("some.index");
    assertShown(byCentre(centres), predict("--by", "centre", "--index", index, "--top", "3"));
  }

  @Test
  void imagesOfAnEnrolledClassJoinThoseOfTheIndex() {
    Path taught = folder.resolve("taught.ckpt");
    enroll("plum", files.get(0), taught);
    double[] plum = sum(2 * EACH);
    Arrays.setAll(plum, d -> plum[d] + embedded.unit()[d]);
    double[][] centres = {sum(0), sum(EACH), plum};
    String[] words = {"--by", "centre", "--index", index("joined.index"), "--top", "3"};
    assertShown(byCentre(centres), shown(TinyModel.succeed(words(taught, words))));
  }

  @Test
  void anIndexWithoutEntriesHasNoClassUnlessOneIsEnrolled() {
    String index = index("empty.index");
    TinyModel.succeed("index", "--remove", pictures.toString(), "--out", index);
    String[] words = {"--by", "centre", "--index", index};
    CliRun.of(words(model, words))
        .failed(Cli.FAILED, index + " has no entries, so there is no class to choose");
    Path taught = folder.resolve("alone.ckpt");
    enroll("plum", files.get(0), taught);
    assertEquals("plum", shown(TinyModel.succeed(words(taught, words))).get(0).name());
  }

  private static String index(String name) {
    String index = folder.resolve(name).toString();
    String images = pictures.toString();
    TinyModel.succeed(
        "index", "--checkpoint", model.toString(), "--images", images, "--out", index);
    return index;
  }

  private static void enroll(String name, Path image, Path taught) {
    String[] models = {"--checkpoint", model.toString(), "--out", taught.toString()};
    String[] words = {"enroll", name, image.toString()};
    TinyModel.succeed(Stream.of(words, models).flatMap(Stream::of).toArray(String[]::new));
  }

  /** Of all files by these centres [3, D]. */
  private static List<Shown> byCentre(double[][] centres) {
    List<String> classes = List.of("apple", "pear", "plum");
    List<Shown> expected = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      double[] unit = sum(i, i + 1);
      double[] scores = Arrays.stream(centres).mapToDouble(c -> SCALE * cosine(unit, c)).toArray();
      expected.addAll(byProbability(files.get(i), classes, scores));
    }
    return expected;
  }

  /**
   * A line of the table.
   *
   * @param name of the class
   */
  private record Shown(String path, String name, double probability) {
    static Shown read(String line) {
      String[] cells = line.split(",");
      return new Shown(cells[0], cells[1], Double.parseDouble(cells[2]));
    }
  }

  private static List<Shown> predict(String... more) {
    return shown(TinyModel.succeed(words(model, more)));
  }

  private static String[] words(Path model, String... more) {
    String[] line = {"predict", "--checkpoint", model.toString(), "--images", pictures.toString()};
    return Stream.of(line, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private static List<Shown> shown(String table) {
    return table.lines().skip(1).map(Shown::read).toList();
  }

  private static void assertShown(List<Shown> expected, List<Shown> shown) {
    assertEquals(expected.size(), shown.size());
    for (int i = 0; i < expected.size(); i++) {
      String where = expected.get(i) + " " + shown.get(i);
      assertEquals(expected.get(i).path(), shown.get(i).path(), where);
      assertEquals(expected.get(i).name(), shown.get(i).name(), where);
      assertEquals(expected.get(i).probability(), shown.get(i).probability(), TOLERANCE, where);
    }
  }

  /** The classes of one image, the likeliest first. */
  private static List<Shown> byProbability(Path file, List<String> classes, double[] scores) {
    double total = Arrays.stream(scores).map(Math::exp).sum();
    List<Shown> shown = new ArrayList<>();
    for (int k = 0; k < scores.length; k++) {
      shown.add(new Shown(file.toString(), classes.get(k), Math.exp(scores[k]) / total));
    }
    shown.sort((one, other) -> Double.compare(other.probability(), one.probability()));
    return shown;
  }

  private static double[] sum(int first) {
    return sum(first, first + EACH);
  }

  /** [D] over the embeddings of these images, each of length one. */
  private static double[] sum(int first, int end) {
    int width = embedded.width();
    float[] unit = embedded.unit();
    double[] sum = new double[width];
    for (int at = first * width; at < end * width; at++) {
      sum[at % width] += unit[at];
    }
    return sum;
  }

  private static double cosine(double[] one, double[] other) {
    return dot(one, other) / Math.sqrt(dot(one, one) * dot(other, other));
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int d = 0; d < one.length; d++) {
      sum += one[d] * other[d];
    }
    return sum;
  }
}
