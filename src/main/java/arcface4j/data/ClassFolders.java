package arcface4j.data;

import arcface4j.io.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What lies in a folder of class folders, before any image is opened.
 *
 * @param root the folder
 * @param classes at least one, sorted by name, each with at least one image
 */
record ClassFolders(Path root, List<Images> classes) {

  /**
   * The images of a class.
   *
   * @param name the folder's name
   * @param files sorted by their path below the folder
   */
  record Images(String name, List<Path> files) {}

  /**
   * Lists a folder.
   *
   * @throws DataException if it is no readable folder, has no class folder, a class has no image, a
   *     link leads nowhere, or the locale has no letters for a name
   */
  static ClassFolders list(Path root) throws DataException {
    requireFolder(root);
    List<Images> classes = new ArrayList<>();
    for (Path entry : children(root)) {
      if (Files.isDirectory(entry)) {
        classes.add(images(entry));
      } else if (ImageFiles.isImage(entry)) {
        throw DataException.at(
            entry, "the image lies beside the class folders; it belongs into one of them");
      } else if (ImageFiles.leadsNowhere(entry)) {
        throw ImageFiles.lostFolder(entry);
      }
    }
    if (classes.isEmpty()) {
      throw DataException.at(
          root, "no class folders here; images are expected as <class>/<image>.png or .jpg");
    }
    return new ClassFolders(root, List.copyOf(classes));
  }

  static void requireFolder(Path path) throws DataException {
    if (!Files.exists(path)) {
      throw DataException.at(path, "there is no such folder");
    }
    if (!Files.isDirectory(path)) {
      throw DataException.at(path, "is a file; a folder is expected");
    }
  }

  private static Images images(Path folder) throws DataException {
    List<Path> files = ImageFiles.imagesBelow(folder);
    if (files.isEmpty()) {
      throw DataException.at(
          folder, "the class folder has no image (.png, .jpg, .jpeg, .bmp, .gif)");
    }
    return new Images(folder.getFileName().toString(), files);
  }

  private static List<Path> children(Path folder) throws DataException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(path -> !ImageFiles.isHidden(path.getFileName()))
          .sorted(Comparator.comparing(path -> path.getFileName().toString()))
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw DataException.at(folder, "the folder cannot be read", e);
    }
  }

  LabelMap labelMap() {
    return new LabelMap(classes.stream().map(Images::name).toList());
  }

  long images() {
    return classes.stream().mapToLong(images -> images.files().size()).sum();
  }
}
