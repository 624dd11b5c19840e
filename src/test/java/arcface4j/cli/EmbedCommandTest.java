package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.api.EmbeddingModel;
import arcface4j.data.BrokenImages;
import arcface4j.data.ImageCache;
import arcface4j.data.ImageListing;
import arcface4j.data.ImageSet;
import arcface4j.data.Layout;
import arcface4j.npy.NpyArray;
import arcface4j.train.CheckpointFile;
import arcface4j.train.CheckpointWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class EmbedCommandTest {

  private static final int WIDTH = 32;
  private static final int IMAGES = 7;

  @TempDir static Path shared;
  private static String model;
  private static Path pictures;

  @TempDir Path folder;
  private Path out;

  @BeforeAll
  static void prepare() throws IOException {
    model = TinyModel.train(shared.resolve("run")).toString();
    pictures = shared.resolve("pictures");
    NoisePictures.write(pictures, 4, "apple");
    NoisePictures.write(pictures, 3, "a \"pear\", green");
  }

  @BeforeEach
  void nameOutput() {
    out = folder.resolve("out.npy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "3", "7", "64"})
  void theArrayHoldsWhatTheLibraryComputesWhateverTheBatch(String batchSize) throws IOException {
    embed("--images", pictures.toString(), "--out", out.toString(), "--batch-size", batchSize);

    NpyArray array = NpyArray.read(out);
    assertArrayEquals(new int[] {IMAGES, WIDTH}, array.shape());
    List<String> lines = Files.readAllLines(folder.resolve("out.csv"));
    assertEquals("path,label", lines.get(0));
    assertEquals(IMAGES + 1, lines.size());
    assertTrue(lines.get(1).endsWith(",\"a \"\"pear\"\", green\""), lines.get(1));
    assertTrue(lines.get(7).endsWith("apple/3.png,apple"), lines.get(7));
    try (EmbeddingModel loaded = EmbeddingModel.load(Path.of(model))) {
      float[] last =
          loaded.embed(ImageIO.read(pictures.resolve("apple").resolve("3.png").toFile()));
      assertArrayEquals(last, row(array, 6), 1e-5f);
      assertEquals(1, EmbeddingModel.cosine(last, last), 1e-6);
    }
  }

  @Test
  void anImageAndItsMirroredImageAreOneWithFlip() throws IOException {
    Path mirrored = folder.resolve("mirrored");
    NoisePictures.write(mirrored, 1, "x");
    NoisePictures.mirror(mirrored.resolve("x/0.png"), mirrored.resolve("x/1.png"));

    embed("--images", mirrored.toString(), "--out", out.toString(), "--flip");
    NpyArray both = NpyArray.read(out);
    assertArrayEquals(row(both, 0), row(both, 1), 1e-5f);

    embed("--images", mirrored.toString(), "--out", out.toString());
    NpyArray own = NpyArray.read(out);
    assertFalse(Arrays.equals(row(own, 0), row(own, 1)));
  }

  @Test
  void theWordBehindASwitchIsAnImage() throws IOException {
    String image = pictures.resolve("apple/0.png").toString();
    for (String name : List.of("--flip", "--skip-broken", "--debug")) {
      embed("--out", out.toString(), name, image);
      assertEquals(image + ",", Files.readAllLines(folder.resolve("out.csv")).get(1));
    }
  }

  @Test
  void aPathHasOneName() throws IOException {
    Path detour = pictures.resolve("apple/../apple/./0.png");
    embed("--out", out.toString(), detour.toString());
    List<String> lines = Files.readAllLines(folder.resolve("out.csv"));
    assertEquals(pictures.resolve("apple/0.png") + ",", lines.get(1));
  }

  @Test
  void oneTableHoldsPathLabelAndVector() throws IOException {
    Path table = folder.resolve("out.csv");
    embed("--images", pictures.toString(), "--out", table.toString());

    List<String> lines = Files.readAllLines(table);
    assertTrue(lines.get(0).startsWith("path,label,e0,e1,"), lines.get(0));
    assertTrue(lines.get(0).endsWith(",e31"), lines.get(0));
    assertEquals(IMAGES + 1, lines.size());
    assertEquals(1, listed().size());
  }

  @Test
  void theProjectorGetsTwoFilesOfAsManyLines() throws IOException {
    Path vectors = folder.resolve("out.tsv");
    embed("--images", pictures.toString(), "--out", vectors.toString());

    List<String> numbers = Files.readAllLines(vectors);
    List<String> names = Files.readAllLines(folder.resolve("out-metadata.tsv"));
    assertEquals(IMAGES, numbers.size());
    assertEquals(IMAGES + 1, names.size());
    assertEquals("path\tlabel", names.get(0));
    assertEquals(WIDTH, numbers.get(6).split("\t").length);
  }

  @Test
  void aDataSetIsEmbeddedByItsPart() throws IOException {
    embed("--dataset", "shapes", "--split", "train", "--out", out.toString());

    assertArrayEquals(new int[] {100, WIDTH}, NpyArray.read(out).shape());
    assertEquals("circle#0,circle", Files.readAllLines(folder.resolve("out.csv")).get(1));
  }

  @Test
  void aBrokenImageIsNamedAndEndsOrIsLeftOut() throws IOException {
    Path mixed = folder.resolve("mixed");
    NoisePictures.write(mixed, 2, "x");
    Path broken = Files.writeString(mixed.resolve("x/00.png"), "no picture");

    CliRun stopped = run("--images", mixed.toString(), "--out", out.toString());
    assertEquals(1, stopped.code());
    assertTrue(stopped.err().contains(broken + ": "), stopped.err());
    assertTrue(stopped.err().contains("--skip-broken"), stopped.err());
    assertEquals(List.of("mixed"), listed());

    CliRun skipped = run("--images", mixed.toString(), "--out", out.toString(), "--skip-broken");
    assertEquals(0, skipped.code());
    assertTrue(skipped.err().contains("warning: left out: " + broken), skipped.err());
    assertArrayEquals(new int[] {2, WIDTH}, NpyArray.read(out).shape());
  }

  @Test
  void anImageWithoutDirectionIsNamed() throws IOException {
    CheckpointFile file = CheckpointFile.read(Path.of(model));
    Map<String, NpyArray> arrays = new LinkedHashMap<>(file.arrays());
    arrays.replaceAll(
        (name, array) ->
            name.startsWith("parameters/layer4.")
                ? NpyArray.of(new float[array.length()], array.shape())
                : array);
    Path dark = folder.resolve("dark.ckpt");
    CheckpointWriter.write(dark, file.content(), arrays);
    Path image = pictures.resolve("apple/0.png");

    CliRun outcome =
        CliRun.of("embed", "--checkpoint", dark + "", "--out", out.toString(), image + "");
    assertEquals(Cli.FAILED, outcome.code());
    String reason = ": the network gives features without a direction, of squared length 0.0";
    assertTrue(outcome.err().contains("arcface: " + image + reason), outcome.err());
    assertEquals(List.of("dark.ckpt"), listed());
  }

  @Test
  void aStopLeavesNoFile() throws Exception {
    String[] words = {"--checkpoint", model, "--out", out.toString()};
    EmbeddingOutput output = EmbeddingOutput.of(Arguments.parse(new EmbedCommand().flags(), words));
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
    try (EmbeddingModel loaded = EmbeddingModel.load(Path.of(model))) {
      ImageSet images =
          ImageSet.ofFiles(
              ImageListing.of(pictures, Layout.AUTO).all(),
              loaded.preprocessing(),
              ImageCache.none());
      ImageInput input = new ImageInput(images, 2, BrokenImages.refused(""));
      Console console = new Console(nowhere, nowhere);

      assertThrows(
          InterruptedIOException.class,
          () -> output.write(WIDTH, rows -> input.embed(loaded, false, () -> true, console, rows)));
    }
    assertEquals(List.of(), listed());
  }

  @Test
  void aSplitThatLeavesNoTrainingImagesIsToldAtOnce() {
    String[] split = {"--split", "train", "--test-fraction", "1", "--out", out.toString()};
    String[] data = {"--dataset", "folder", "--data-dir", folder.resolve("gone").toString()};
    run(Stream.of(data, split).flatMap(Stream::of).toArray(String[]::new))
        .failed(Cli.USAGE, "--test-fraction 1 leaves no training images; --split test has all");
  }

  @ParameterizedTest
  @CsvSource({"labels.npy, labels.csv", "labels.tsv, labels-metadata.tsv"})
  void aTableThatEmbedDidNotWriteIsNotWrittenOver(String file, String table) throws IOException {
    Path mine = Files.writeString(folder.resolve(table), "file,class\n");
    run("gone.png", "--out", folder.resolve(file).toString())
        .failed(
            Cli.FAILED,
            mine + ": it is not a table of embed with its array beside it and in the way of one");
    assertEquals("file,class\n", Files.readString(mine));
    assertEquals(List.of(table), listed());
  }

  @Test
  void whatCannotBeEmbeddedIsToldInOneLine() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    String[][] wrong = {
      {"no images; give --images", "--out", out.toString()},
      {empty + ": no image here", "--images", empty.toString(), "--out", out.toString()},
      {"does not end in .npy, .csv or .tsv", "--images", "x", "--out", folder + "/out.txt"},
      {"gone.png: no such file", "gone.png", "--out", out.toString()},
      {"is no folder to write to", "--images", "x", "--out", folder + "/gone/out.npy"},
      {"--dataset does not go with", "--dataset", "shapes", "x.png", "--out", out.toString()},
      {"--format npy puts its table into", "x", "--format", "npy", "--out", folder + "/out.csv"},
      {"--classes goes with --dataset, not with", "x", "--classes", "0,1", "--out", out + ""},
      {"--split goes with --dataset, not with", "x", "--split", "train", "--out", out + ""},
      {"--split half is not one of", "--dataset", "shapes", "--split", "half", "--out", out + ""}
    };
    for (String[] words : wrong) {
      CliRun outcome = run(Arrays.copyOfRange(words, 1, words.length));
      assertTrue(outcome.code() > 0, words[0]);
      assertTrue(outcome.err().contains(words[0]), outcome.err());
      assertEquals(1, outcome.failures().size(), outcome.err());
    }
    assertEquals(List.of("empty"), listed());
  }

  private static void embed(String... words) {
    CliRun outcome = run(words);
    assertEquals(0, outcome.code(), outcome.err());
  }

  private static CliRun run(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "embed";
    all[1] = "--checkpoint";
    all[2] = model;
    System.arraycopy(words, 0, all, 3, words.length);
    return CliRun.of(all);
  }

  private static float[] row(NpyArray array, int row) {
    return Arrays.copyOfRange(array.floats(), row * WIDTH, (row + 1) * WIDTH);
  }

  private List<String> listed() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
