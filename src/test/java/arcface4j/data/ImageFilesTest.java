package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.io.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {

  @TempDir Path folder;

  @Test
  void imagesAreSortedAndLabelledByTheirClassFolder() throws IOException {
    touch("b/2.png", "b/deep/1.JPG", "a/9.gif", "beside.bmp", ".hidden/x.png", "a/notes.txt");

    assertEquals(List.of("beside.bmp ", "a/9.gif a", "b/2.png b", "b/deep/1.JPG b"), list(folder));
  }

  @Test
  void trainAndTestAreNoClassesWhereBothAreThere() throws IOException {
    touch("train/a/1.png", "test/b/2.png");

    assertEquals(List.of("train/a/1.png a", "test/b/2.png b"), list(folder));
    assertEquals(List.of("a/1.png a"), list(folder.resolve("train")));

    touch("c/3.png");
    assertEquals(List.of("c/3.png c", "train/a/1.png a", "test/b/2.png b"), list(folder));
  }

  @Test
  void aLinkThatLeadsNowhereIsNotPassedOver() throws IOException {
    touch("a/1.png");
    Path gone = folder.resolve("gone");
    Files.createSymbolicLink(folder.resolve("a/2.png"), gone);
    assertEquals(List.of("a/1.png a", "a/2.png a"), list(folder));

    Path lost = Files.createSymbolicLink(folder.resolve("b"), gone);
    DataException refused = assertThrows(DataException.class, () -> list(folder));
    assertTrue(refused.getMessage().startsWith(lost + ": the link"), refused.getMessage());
  }

  @Test
  void aNamedFileNeedsNoEnding() throws IOException {
    touch("z");
    assertEquals(
        List.of(new ImageFile(folder.resolve("z"), "", -1)),
        ImageListing.of(folder.resolve("z"), Layout.AUTO).all());
  }

  @Test
  void aFolderWithoutImagesAndAMissingFileAreNamed() throws IOException {
    touch("empty/notes.txt");
    Path empty = folder.resolve("empty");
    Path missing = folder.resolve("missing.png");

    DataException none = assertThrows(DataException.class, () -> list(empty));
    assertTrue(none.getMessage().startsWith(empty + ": no image here"), none.getMessage());
    DataException gone = assertThrows(DataException.class, () -> list(missing));
    assertTrue(gone.getMessage().contains("missing.png: no such file"), gone.getMessage());
  }

  private void touch(String... files) throws IOException {
    for (String file : files) {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "x");
    }
  }

  private static List<String> list(Path place) throws IOException {
    return ImageListing.of(place, Layout.AUTO).all().stream()
        .map(found -> place.relativize(found.path()) + " " + found.label())
        .toList();
  }
}
