package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.image.Preprocessing;
import arcface4j.io.DataException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {

  @TempDir Path dir;

  private static ImageFolder.Options options(long seed) {
    return new ImageFolder.Options(
        Preprocessing.ofFirstReleases(8), 0.25, seed, ImageCache.of(1 << 20));
  }

  private DataSplit read() throws IOException {
    return read(Layout.AUTO);
  }

  private DataSplit read(Layout layout) throws IOException {
    return ImageFolder.split(ImageListing.of(dir, layout), options(5));
  }

  private void assertFails(String... parts) {
    String message = assertThrows(DataException.class, this::read).getMessage();
    assertFalse(message.contains("\n"), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  /** An image of one gray value. */
  private Path image(String path, int gray) throws IOException {
    Path file = dir.resolve(path);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(10, 12, BufferedImage.TYPE_INT_RGB);
    for (int at = 0; at < 120; at++) {
      image.setRGB(at % 10, at / 10, gray << 16 | gray << 8 | gray);
    }
    String format = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    assertTrue(ImageIO.write(image, format, file.toFile()));
    return file;
  }

  private Path text(String path) throws IOException {
    Path file = dir.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "no image");
  }

  private static List<Integer> grays(ImageSet images) {
    List<Integer> grays = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      grays.add(SampleImages.planes(images, i)[0] & 255);
    }
    return grays;
  }

  @Test
  void trainAndTestShareTheTrainingLabels() throws IOException {
    image("train/dog/b.png", 20);
    image("train/dog/a.PNG", 10);
    image("train/cat/deep/er/z.JPEG", 30);
    image("train/cat/y.bmp", 40);
    image("train/ant/x.gif", 50);
    image("test/dog/1.jpg", 60);
    image("test/cat/1.png", 70);
    text("train/dog/.hidden.png");
    text("train/dog/notes.txt");
    text("train/.git/config.png");
    text("train/labels.txt");
    DataSplit data = read();
    assertEquals(List.of("ant", "cat", "dog"), data.train().labelMap().names());
    assertArrayEquals(new int[] {0, 1, 1, 2, 2}, data.train().labels());
    assertEquals(List.of(50, 30, 40, 10, 20), grays(data.train()));
    assertArrayEquals(new int[] {1, 2}, data.test().labels());
    assertEquals(List.of(70, 60), grays(data.test()));
    assertEquals(new ImageShape(3, 8, 8), data.train().shape());
    assertEquals(dir.resolve("train/dog/b.png").toString(), data.train().name(4));
  }

  @Test
  void oneFolderIsSplitByTheSeed() throws IOException {
    for (int i = 0; i < 8; i++) {
      image("cat/" + i + ".png", i);
      image("dog/" + i + ".png", 100 + i);
    }
    DataSplit data = read();
    assertEquals(12, data.train().size());
    assertEquals(4, data.test().size());
    assertArrayEquals(new int[] {0, 0, 1, 1}, data.test().labels());
    assertEquals(data.test().contentHash(), read().test().contentHash());
    DataSplit other = ImageFolder.split(ImageListing.of(dir, Layout.AUTO), options(6));
    assertFalse(data.test().contentHash().equals(other.test().contentHash()));
  }

  @Test
  void testClassesThatTrainingHasNotKeepTheirOwnLabels() throws IOException {
    image("train/cat/1.png", 1);
    image("test/cat/1.png", 1);
    image("test/cow/1.png", 1);
    DataSplit data = read();
    assertEquals(List.of("cat"), data.train().labelMap().names());
    assertEquals(List.of("cat", "cow"), data.test().labelMap().names());
    assertEquals(1, data.test().unknownTo(data.train().labelMap()).size());
  }

  @Test
  void classThatOnlyTrainingHasIsFine() throws IOException {
    image("train/cat/1.png", 1);
    image("train/cow/1.png", 1);
    image("test/cow/1.png", 1);
    assertArrayEquals(new int[] {1}, read().test().labels());
  }

  /** All images of the folder, read in their order. */
  private ImageSet all() throws IOException {
    return ImageSet.ofFiles(
        ImageListing.of(dir, Layout.AUTO).all(),
        Preprocessing.ofFirstReleases(8),
        ImageCache.none());
  }

  @Test
  void brokenImageIsNamedWithTheWayOut() throws IOException {
    image("cat/1.png", 1);
    text("cat/2.png");
    ImageSet images = all();
    DataException failure =
        assertThrows(
            DataException.class,
            () -> Normalization.of(images, BrokenImages.refused("; give another")));
    assertTrue(failure.getMessage().startsWith(dir.resolve("cat/2.png") + ": "));
    assertTrue(failure.getMessage().endsWith("; give another"), failure.getMessage());
  }

  @Test
  void theNextReadableImageOfItsClassStandsInForABrokenOne() throws IOException {
    image("cat/1.png", 1);
    text("cat/2.png");
    image("cat/3.png", 3);
    image("dog/1.png", 9);
    text("dog/2.png");
    List<String> warnings = new ArrayList<>();
    ReadableImages readable = new ReadableImages(all(), BrokenImages.leftOut(warnings::add));
    byte[] planes = new byte[3 * 8 * 8];
    List<Integer> grays = new ArrayList<>();
    for (int place : new int[] {0, 1, 2, 3, 4, 1}) {
      readable.pixels(place, planes);
      grays.add((int) planes[0]);
    }
    assertEquals(List.of(1, 3, 3, 9, 9, 3), grays);
    assertEquals(2, warnings.size());
    assertTrue(warnings.get(0).contains("2.png"), warnings.get(0));
  }

  @Test
  void classWithoutAnImageLeftIsAnError() throws IOException {
    image("cat/1.png", 1);
    text("dog/1.png");
    text("dog/2.png");
    ReadableImages readable = new ReadableImages(all(), BrokenImages.leftOut(line -> {}));
    DataException failure =
        assertThrows(DataException.class, () -> readable.pixels(2, new byte[3 * 8 * 8]));
    assertTrue(failure.getMessage().contains("'dog' has no image left"), failure.getMessage());
  }

  @Test
  void missingPlacesAreNamed() {
    Path nowhere = dir.resolve("nowhere");
    DataException failure =
        assertThrows(DataException.class, () -> ImageListing.of(nowhere, Layout.AUTO));
    assertTrue(failure.getMessage().startsWith(nowhere + ": no such"), failure.getMessage());
  }

  @Test
  void emptyFoldersAreNamed() throws IOException {
    assertFails(dir.toString(), "no image here");
    image("cat/1.png", 1);
    Files.createDirectory(dir.resolve("dog"));
    assertFails(dir.resolve("dog").toString(), "no image");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train,test", "Train,Test", "TRAIN,Valid", "train,val", "test,val"})
  void splitsAreNeverClassesWhateverTheirCapitals(String folders) throws IOException {
    for (String folder : folders.split(",")) {
      image(folder + "/a/1.png", 1);
      image(folder + "/b/1.png", 1);
    }
    assertEquals(List.of("a", "b"), all().labelMap().names());
  }

  @Test
  void threeSplitsAreThree() throws IOException {
    image("train/a/1.png", 1);
    image("val/a/1.png", 2);
    image("test/a/1.png", 3);
    DataSplit data = read();
    assertEquals(List.of(1), grays(data.train()));
    assertEquals(List.of(2), grays(data.validation()));
    assertEquals(List.of(3), grays(data.test()));
  }

  @Test
  void onlyTrainingImagesAreDivided() throws IOException {
    for (int i = 0; i < 8; i++) {
      image("train/cat/" + i + ".png", i);
    }
    DataSplit data = read();
    assertEquals(6, data.train().size());
    assertEquals(2, data.test().size());
  }

  @Test
  void aSplitBesideAClassIsRefusedUnlessAskedFor() throws IOException {
    for (int i = 0; i < 4; i++) {
      image("train/" + i + ".png", 1);
      image("dog/" + i + ".png", 1);
    }
    assertFails("has train/", "--layout classes");
    assertEquals(List.of("dog", "train"), read(Layout.CLASSES).train().labelMap().names());
  }

  @Test
  void twoFoldersForOneSplitAreRefused() throws IOException {
    image("val/a/1.png", 1);
    image("valid/a/1.png", 1);
    assertFails("val/ and valid/ for one split", "--layout classes");
  }

  @Test
  void aClassMayBeTheWholeWayOfFolders() throws IOException {
    image("animals/cat/1.png", 1);
    image("animals/dog/1.png", 2);
    image("things/cat/1.png", 3);
    ImageListing nested = ImageListing.of(dir, Layout.NESTED);
    assertEquals(
        List.of("animals/cat", "animals/dog", "things/cat"),
        nested.all().stream().map(ImageFile::label).toList());
    assertEquals(List.of("animals", "things"), all().labelMap().names());
    String how = ImageListing.of(dir, Layout.AUTO).describe();
    assertTrue(
        how.endsWith("; class folders hold folders, which --layout nested makes classes"), how);
  }

  @Test
  void whatIsPassedOverIsCounted() throws IOException {
    image("train/a/1.png", 1);
    image("test/a/1.png", 1);
    image("train/a/@eaDir/1.png", 1);
    image("train/a/.hidden.png", 1);
    text("train/a/notes.txt");
    text("train/a/more.TXT");
    text("train/Thumbs.db");
    text("readme");
    assertEquals(
        dir
            + ": train 1 image of 1 class, test 1 image of 1 class; 6 passed over: 2 .txt,"
            + " 1 @eaDir, 1 Thumbs.db, 1 hidden, 1 without ending",
        ImageListing.of(dir, Layout.AUTO).describe());
  }

  @Test
  void imageBesideTheClassesIsNamed() throws IOException {
    image("cat/1.png", 1);
    image("lost.png", 1);
    assertFails("lost.png", "beside the class folders");
  }

  @Test
  void splitThatHoldsNothingOutIsAnError() throws IOException {
    image("cat/1.png", 1);
    assertFails("0.25", "holds out no image");
  }

  @Test
  void linkThatLeadsBackIsAnError() throws IOException {
    image("cat/1.png", 1);
    Files.createSymbolicLink(dir.resolve("cat/loop"), dir.resolve("cat"));
    assertFails(dir.toString(), "cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dog", "cat/more"})
  void folderThatALinkHasLostIsNamed(String link) throws IOException {
    image("cat/1.png", 1);
    Files.createSymbolicLink(dir.resolve(link), dir.resolve("gone"));
    assertFails(dir.resolve(link) + ": the link leads nowhere");
  }

  @Test
  void imageThatALinkHasLostIsBroken() throws IOException {
    image("cat/1.png", 1);
    Path lost = Files.createSymbolicLink(dir.resolve("cat/3.png"), dir.resolve("gone.png"));
    ImageSet images = all();
    assertEquals(2, images.size());
    DataException failure =
        assertThrows(DataException.class, () -> images.pixels(1, new byte[3 * 8 * 8], 0));
    assertTrue(failure.getMessage().startsWith(lost + ": "), failure.getMessage());
    assertTrue(failure.getMessage().contains("its link leads nowhere"), failure.getMessage());
  }

  @Test
  void imageHasTheOneNameOfItsPath() throws IOException {
    image("train/cat/1.png", 1);
    image("test/cat/1.png", 1);
    ImageListing listing = ImageListing.of(dir.resolve("."), Layout.AUTO);
    DataSplit data = ImageFolder.split(listing, options(5));
    assertEquals(dir.resolve("test/cat/1.png").toString(), data.test().name(0));
  }

  @Test
  void theCacheHoldsWhatItHasRoomFor() throws IOException {
    Path first = image("cat/1.png", 1);
    Path second = image("cat/2.png", 2);
    ImageSet images =
        ImageSet.ofFiles(
            ImageListing.of(dir, Layout.AUTO).all(),
            Preprocessing.ofFirstReleases(8),
            ImageCache.of(300));
    assertEquals(List.of(1, 2), grays(images));
    Files.delete(first);
    Files.delete(second);
    byte[] planes = new byte[3 * 8 * 8];
    images.pixels(0, planes, 0);
    assertEquals(1, planes[0]);
    assertThrows(DataException.class, () -> images.pixels(1, planes, 0));
  }

  @Test
  void aFingerprintIsThatOfNamesAndLengths() throws IOException {
    image("cat/1.png", 1);
    image("dog/1.png", 2);
    String before = all().fingerprint();
    assertTrue(before.startsWith("files:"), before);
    assertEquals(before, all().fingerprint());
    assertTrue(all().hasFingerprint(before));
    assertTrue(all().hasFingerprint(all().contentHash()));
    Files.writeString(
        dir.resolve("dog/1.png"), "longer than it was, much longer", StandardOpenOption.APPEND);
    assertFalse(all().hasFingerprint(before));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1.1, -1, Double.NaN})
  void testFractionIsChecked(double fraction) {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ImageFolder.Options(
                Preprocessing.ofFirstReleases(8), fraction, 1, ImageCache.none()));
  }

  @Test
  void aTableNamesImagesClassesAndSplits() throws IOException {
    image("x/1.png", 1);
    image("x/2.png", 2);
    image("x/3.png", 3);
    Path csv = dir.resolve("photos.csv");
    Files.writeString(
        csv, "split,label,path\ntrain,\"a, b\",x/1.png\nTrain,c,x/2.png\nval,c,x/3.png\n");
    Path lines = dir.resolve("photos.jsonl");
    Files.writeString(
        lines,
        """
        {"path": "x/1.png", "label": "a, b", "split": "train"}

        {"path": "x/2.png", "label": "c", "split": "train"}
        {"path": "x/3.png", "label": "c", "split": "valid"}
        """);
    for (Path table : List.of(csv, lines)) {
      DataSplit data = ImageFolder.split(ImageListing.of(table, Layout.AUTO), options(5));
      assertEquals(List.of("a, b", "c"), data.train().labelMap().names());
      assertEquals(List.of(1, 2), grays(data.train()));
      assertEquals(List.of(3), grays(data.validation()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "file,class\\nx,y | the columns are [file, class]; path is needed",
        "path,split\\nx.png,holdout | line 2 has the split 'holdout'; it is train, val or test",
        "path\\n | the table names no image",
        "path,label\\n\"\",a | line 2 has an empty path",
        "path,\\na,b | the table cannot be read (A header name is missing",
        "path,path\\na,b | the table cannot be read (The header contains a duplicate"
      })
  void aWrongTableIsToldByItsLine(String text, String message) throws IOException {
    Path table = Files.writeString(dir.resolve("t.csv"), text.replace("\\n", "\n"));
    DataException failure =
        assertThrows(DataException.class, () -> ImageListing.of(table, Layout.AUTO));
    assertTrue(failure.getMessage().startsWith(table + ": " + message), failure.getMessage());
  }

  @Test
  void aLineThatIsNoObjectIsTold() throws IOException {
    Path table = Files.writeString(dir.resolve("t.jsonl"), "{\"path\": \"a\"}\n[1]\n");
    DataException failure =
        assertThrows(DataException.class, () -> ImageListing.of(table, Layout.AUTO));
    assertTrue(failure.getMessage().contains("line 2 is no JSON object"), failure.getMessage());
  }
}
