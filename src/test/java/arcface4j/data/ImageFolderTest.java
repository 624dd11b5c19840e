package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.io.DataException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {

  @TempDir Path dir;
  private final List<String> warnings = new ArrayList<>();

  private ImageFolder.Options options(boolean skipBroken) {
    return new ImageFolder.Options(skipBroken, 0.25, 5, warnings::add);
  }

  private DataSplit read() throws IOException {
    return ImageFolder.read(dir, 8, options(false));
  }

  private String failure(boolean skipBroken) {
    String message =
        assertThrows(DataException.class, () -> ImageFolder.read(dir, 8, options(skipBroken)))
            .getMessage();
    assertFalse(message.contains("\n"), message);
    return message;
  }

  private void assertFails(String... parts) {
    String message = failure(false);
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
    DataSplit other = ImageFolder.read(dir, 8, new ImageFolder.Options(false, 0.25, 6, w -> {}));
    assertFalse(data.test().contentHash().equals(other.test().contentHash()));
  }

  @Test
  void classOfTheTestSetThatTrainingHasNotIsNamed() throws IOException {
    image("train/cat/1.png", 1);
    image("test/cat/1.png", 1);
    image("test/cow/1.png", 1);
    assertFails("'cow'", "[cat]", "test");
  }

  @Test
  void classThatOnlyTrainingHasIsFine() throws IOException {
    image("train/cat/1.png", 1);
    image("train/cow/1.png", 1);
    image("test/cow/1.png", 1);
    assertArrayEquals(new int[] {1}, read().test().labels());
  }

  @Test
  void brokenImageIsNamedWithTheWayOut() throws IOException {
    image("cat/1.png", 1);
    text("cat/broken.png");
    assertFails("broken.png", "--skip-broken");
  }

  @Test
  void brokenImageIsLeftOutWithAWarning() throws IOException {
    image("train/cat/1.png", 1);
    text("train/cat/broken.png");
    image("train/dog/1.png", 2);
    image("test/cat/1.png", 1);
    text("test/dog/broken.jpg");
    DataSplit data = ImageFolder.read(dir, 8, options(true));
    assertArrayEquals(new int[] {0, 1}, data.train().labels());
    assertArrayEquals(new int[] {0}, data.test().labels());
    assertEquals(2, warnings.size());
    assertTrue(warnings.get(0).contains("broken.png"), warnings.get(0));
    assertFalse(warnings.get(0).contains("--skip-broken"), warnings.get(0));
  }

  @Test
  void classWithoutAnImageLeftIsAnError() throws IOException {
    image("cat/1.png", 1);
    text("dog/1.png");
    text("dog/2.png");
    String message = failure(true);
    assertTrue(message.contains("'dog'") && message.contains("all 2 are broken"), message);
  }

  @Test
  void testSetWithoutAnImageLeftIsAnError() throws IOException {
    image("train/cat/1.png", 1);
    text("test/cat/1.png");
    assertTrue(failure(true).contains("no image is left"), failure(true));
  }

  @Test
  void missingFolderAndFileAreNamed() throws IOException {
    Path file = text("file");
    for (Path path : List.of(dir.resolve("nowhere"), file)) {
      String message =
          assertThrows(DataException.class, () -> ImageFolder.read(path, 8, options(false)))
              .getMessage();
      assertTrue(message.startsWith(path.toString()), message);
    }
    text("train");
    image("test/cat/1.png", 1);
    assertFails("train", "is a file; a folder is expected");
  }

  @Test
  void emptyFoldersAreNamed() throws IOException {
    assertFails(dir.toString(), "no class folders");
    image("cat/1.png", 1);
    Files.createDirectory(dir.resolve("dog"));
    assertFails(dir.resolve("dog").toString(), "no image");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "test"})
  void oneOfTrainAndTestIsNotEnough(String only) throws IOException {
    image(only + "/cat/1.png", 1);
    assertFails("only one of train/ and test/");
  }

  @Test
  void trainingImagesAreNotTakenForTestImages() throws IOException {
    image("train/cat/1.png", 1);
    image("val/cat/1.png", 1);
    DataException failure =
        assertThrows(DataException.class, () -> ImageFolder.readTest(dir, 8, options(false)));
    assertTrue(failure.getMessage().contains("only one of"), failure.getMessage());
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
    assertFails(dir.resolve("cat").toString(), "cannot be read");
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
    image("cat/2.png", 2);
    Path lost = Files.createSymbolicLink(dir.resolve("cat/3.png"), dir.resolve("gone.png"));
    assertFails(lost + ": ", "its link leads nowhere", "--skip-broken");
    DataSplit data = ImageFolder.read(dir, 8, options(true));
    assertEquals(2, data.train().size() + data.test().size());
    assertEquals(1, warnings.size());
  }

  @Test
  void classThatTheLocaleHasNoLettersForIsRefused() throws IOException {
    text("\uFFFDt\uFFFD/1.png");
    assertFails("LC_ALL=C.UTF-8");
  }

  @Test
  void imageHasTheOneNameOfItsPath() throws IOException {
    image("train/cat/1.png", 1);
    image("test/cat/1.png", 1);
    DataSplit data = ImageFolder.read(dir.resolve("."), 8, options(false));
    assertEquals(dir.resolve("test/cat/1.png").toString(), data.test().name(0));
  }

  @Test
  void moreThanTheHeapHoldsIsRefusedBeforeReading() throws IOException {
    long bytes = 3L * 25_000 * 25_000;
    long images = Runtime.getRuntime().maxMemory() / bytes + 1;
    for (int i = 0; i < images; i++) {
      text("cat/" + i + ".png");
    }
    String message =
        assertThrows(DataException.class, () -> ImageFolder.read(dir, 25_000, options(false)))
            .getMessage();
    assertTrue(message.contains(images + " images of " + bytes + " bytes"), message);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1.1, -1, Double.NaN})
  void testFractionIsChecked(double fraction) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ImageFolder.Options(false, fraction, 1, warnings::add));
  }
}
