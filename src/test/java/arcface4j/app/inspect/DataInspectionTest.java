package arcface4j.app.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.data.ImageListing;
import arcface4j.data.Layout;
import arcface4j.data.Split;
import arcface4j.image.Fit;
import arcface4j.image.ImageFormat;
import arcface4j.image.Preprocessing;
import arcface4j.image.Rendering;
import arcface4j.testing.Photos;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DataInspectionTest {

  private static final Preprocessing TRAINING =
      new Preprocessing(32, 32, Fit.CROP, Rendering.AS_SHOWN);

  @TempDir Path dir;

  private void put(String path, byte[] bytes) throws IOException {
    Path file = dir.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private void put(String path, String photo) throws IOException {
    put(path, Photos.of(photo));
  }

  private DataFindings find(Path place, Preprocessing training) throws IOException {
    return DataInspection.of(ImageListing.of(place, Layout.AUTO), done -> {})
        .findings(training, done -> {});
  }

  private DataFindings find() throws IOException {
    return find(dir, TRAINING);
  }

  private List<String> names(DuplicateGroup group) {
    return group.members().stream()
        .map(member -> dir.relativize(member.file().path()).toString().replace('\\', '/'))
        .toList();
  }

  /** Two classes that nothing is wrong with. */
  private void putClean() throws IOException {
    for (String name : List.of("cat", "dog")) {
      put("train/" + name + "/0.jpg", name + "/0100");
      put("train/" + name + "/1.jpg", name + "/1100");
      put("test/" + name + "/2.jpg", name + "/2100");
    }
  }

  @Test
  void nothingIsWrongWithACleanFolder() throws IOException {
    putClean();
    DataFindings findings = find();
    assertEquals(List.of(), findings.faults());
    assertEquals(6, findings.files());
    assertEquals(Map.of(ImageFormat.JPEG, 6), findings.pictures().formats());
    assertEquals(Map.of(new PictureSize(32, 32), 6), findings.pictures().sizes());
    assertEquals(0, findings.pictures().smallerThan(TRAINING));
    assertEquals(4, findings.classes().in(Split.TRAIN).images());
    assertEquals(List.of(1, 1), findings.classes().in(Split.TEST).counts().stream().toList());
    assertEquals(0, findings.classes().inNoSplit().images());
  }

  @Test
  void filesThatCannotBeReadAreToldApart() throws IOException {
    putClean();
    byte[] whole = Photos.of("cat/2100");
    put("train/cat/cut.jpg", Arrays.copyOf(whole, whole.length / 2));
    put("train/cat/empty.png", new byte[0]);
    put("train/cat/text.jpg", "no picture".getBytes(StandardCharsets.US_ASCII));
    put(
        "train/dog/p.heic",
        "\0\0\0\30ftypheic\0\0\0\0mif1heic".getBytes(StandardCharsets.US_ASCII));
    put(
        "train/dog/p.avif",
        "\0\0\0\30ftypavif\0\0\0\0mif1avif".getBytes(StandardCharsets.US_ASCII));
    Files.createSymbolicLink(dir.resolve("train/dog/gone.jpg"), dir.resolve("nowhere.jpg"));
    DataFindings findings = find();
    assertEquals(
        List.of("cut.jpg", "empty.png", "text.jpg", "gone.jpg"),
        findings.unreadable(UnreadableFile.Kind.BROKEN).stream()
            .map(file -> file.file().path().getFileName().toString())
            .toList());
    List<String> reasons = findings.unreadable().stream().map(UnreadableFile::reason).toList();
    assertTrue(reasons.get(0).contains("cut off"), reasons::toString);
    assertTrue(reasons.get(1).contains("the file is empty"), reasons::toString);
    assertTrue(reasons.get(2).contains("neither PNG, JPEG"), reasons::toString);
    assertTrue(reasons.get(3).startsWith("the file cannot be read: "), reasons::toString);
    assertTrue(reasons.get(4).startsWith("AVIF is not read here; convert"), reasons::toString);
    assertTrue(reasons.get(5).startsWith("HEIC is not read here; convert"), reasons::toString);
    assertEquals(12, findings.files());
    assertEquals(6, findings.pictures().count());
    assertEquals(
        List.of(
            "4 broken files; train refuses such, or leaves them out with --skip-broken",
            "2 files of a format that is not read here"),
        findings.faults());
  }

  @Test
  void sizesAreThoseThatAreShown() throws IOException {
    byte[] photo = Photos.copy(Photos.of("cat/0100"), Photos.Change.CROPPED); // 31 x 32
    put("a/0.jpg", photo);
    put("a/1.jpg", Photos.turned(photo, 6)); // shown as 32 x 31
    put("a/2.jpg", Photos.turned(photo, 3));
    put("a/3.jpg", Photos.profiled(photo));
    put("a/4.png", Photos.png(Photos.copy(Photos.of("dog/0100"), Photos.Change.ENLARGED)));
    put("a/5.jpg", Photos.copy(Photos.of("dog/0100"), Photos.Change.HALVED));
    PictureFindings pictures = find().pictures();
    assertEquals(
        "{PictureSize[width=16, height=16]=1, PictureSize[width=31, height=32]=3,"
            + " PictureSize[width=32, height=31]=1, PictureSize[width=96, height=96]=1}",
        pictures.sizes().toString());
    assertEquals(Map.of(ImageFormat.JPEG, 5, ImageFormat.PNG, 1), pictures.formats());
    assertEquals(new PictureSize(31, 32), pictures.median());
    assertEquals(2, pictures.turned());
    assertEquals(1, pictures.profiled());
  }

  /** Pictures of 31 x 32, 16 x 16 and 96 x 96. */
  @ParameterizedTest
  @CsvSource({
    "CROP, 32, 32, 2, 1",
    "PAD, 32, 32, 1, 1",
    "RESIZE, 32, 31, 1, 2",
    "PAD, 96, 100, 2, 3",
    "PAD, 97, 97, 3, 1"
  })
  void whatMustGrowDependsOnTheFit(Fit fit, int height, int width, int smaller, int otherShape)
      throws IOException {
    put("a/0.jpg", Photos.copy(Photos.of("cat/0100"), Photos.Change.CROPPED));
    put("a/1.jpg", Photos.copy(Photos.of("dog/0100"), Photos.Change.HALVED));
    put("b/2.jpg", Photos.copy(Photos.of("dog/0100"), Photos.Change.ENLARGED));
    Preprocessing training = new Preprocessing(height, width, fit, Rendering.AS_SHOWN);
    PictureFindings pictures = find(dir, training).pictures();
    assertEquals(smaller, pictures.smallerThan(training));
    assertEquals(otherShape, pictures.ofOtherShapeThan(training));
  }

  @Test
  void duplicatesAreGroupedByWhereTheyAre() throws IOException {
    putClean();
    put("train/cat/again.jpg", "cat/1100");
    put("train/dog/wrong.jpg", "cat/1100");
    put("test/cat/leak.png", Photos.png(Photos.of("cat/0100")));
    put("test/cat/twin.jpg", Photos.copy(Photos.of("cat/2100"), Photos.Change.BRIGHTENED));
    DataFindings findings = find();
    assertEquals(1, findings.copies().size());
    DuplicateGroup copies = findings.copies().get(0);
    assertEquals(
        List.of("train/cat/1.jpg", "train/cat/again.jpg", "train/dog/wrong.jpg"), names(copies));
    assertTrue(copies.isAcrossClasses() && !copies.isAcrossSplits() && !copies.isWithinClass());
    assertEquals(2, findings.alike().size());
    DuplicateGroup leak = findings.alike().get(0);
    assertEquals(List.of("train/cat/0.jpg", "test/cat/leak.png"), names(leak));
    assertTrue(leak.isAcrossSplits() && !leak.isAcrossClasses() && !leak.isWithinClass());
    DuplicateGroup within = findings.alike().get(1);
    assertEquals(List.of("test/cat/2.jpg", "test/cat/twin.jpg"), names(within));
    assertTrue(within.isWithinClass());
    assertEquals(
        List.of(
            "1 group of files with the same bytes in several classes",
            "1 group of files that look the same in several splits"),
        findings.faults());
  }

  @Test
  void classesAreComparedBetweenSplits() throws IOException {
    put("train/cat/0.jpg", "cat/0100");
    put("train/cat/1.jpg", "cat/1100");
    put("train/dog/0.jpg", "dog/0100");
    put("test/cat/2.jpg", "cat/2100");
    put("test/frog/0.jpg", "frog/0100");
    put("test/ship/0.jpg", "ship/0100");
    put("test/ship/1.jpg", "ship/1100");
    Files.createDirectories(dir.resolve("train/empty"));
    put("train/beside.jpg", "bird/0100");
    put("notes.txt", new byte[3]);
    DataFindings findings = find();
    ClassFindings classes = findings.classes();
    assertEquals(List.of("frog", "ship"), classes.unseen());
    assertEquals(List.of("dog"), classes.onlyTraining());
    assertEquals(List.of("dog", "frog"), classes.single());
    assertEquals(1, classes.unlabelledForTraining());
    assertEquals(List.of(1, 2), classes.training().counts());
    assertEquals(Map.of(".txt", 1), findings.listing().passedOver());
    assertEquals(
        List.of(
            "1 image without a class",
            "1 class folder without an image",
            "of one image alone: [dog, frog]"),
        findings.faults());
  }

  @Test
  void oneClassIsTooFew() throws IOException {
    put("cat/0.jpg", "cat/0100");
    put("cat/1.jpg", "cat/1100");
    assertEquals(List.of("one class only: nothing to tell it from"), find().faults());
  }

  @Test
  void nearNamesOfATableAreFound() throws IOException {
    List<String> lines = new ArrayList<>(List.of("path,label,split"));
    String[] labels = {"Circle", "circle ", "e\u0301", "\u00e9"};
    List<Path> photos = Photos.all();
    for (int i = 0; i < 8; i++) {
      lines.add("\"%s\",\"%s\",train".formatted(photos.get(i).toAbsolutePath(), labels[i / 2]));
    }
    Path table = Files.write(dir.resolve("photos.csv"), lines);
    DataFindings findings = find(table, TRAINING);
    assertEquals(
        List.of(List.of("Circle", "circle "), List.of("e\u0301", "\u00e9")),
        findings.classes().nearNames());
    assertEquals(
        List.of("nearly the same names: ['Circle' and 'circle ', 'e\u0301' and '\u00e9']"),
        findings.faults());
  }

  /** More files than a block has, and not a whole number of blocks. */
  @Test
  void filesStayInTheirOrder() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 5 * FileLooks.BLOCK + 3; i++) {
      put("a/%03d.jpg".formatted(i), new byte[i % 3]);
      expected.add("%03d.jpg".formatted(i));
    }
    assertEquals(
        expected,
        find().unreadable().stream().map(f -> f.file().path().getFileName().toString()).toList());
  }

  @Test
  void theReadingCanBeEnded() throws IOException {
    putClean();
    ImageListing listing = ImageListing.of(dir, Layout.AUTO);
    assertThrows(
        InterruptedIOException.class,
        () ->
            DataInspection.of(
                listing,
                done -> {
                  throw new InterruptedIOException("stop after " + done);
                }));
  }
}
