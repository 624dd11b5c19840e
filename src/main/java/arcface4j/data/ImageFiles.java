package arcface4j.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Finds images in files and folders whose classes need not be known. */
public final class ImageFiles {

  private static final List<String> SPLIT_FOLDERS = List.of("train", "test");
  private static final char NO_LETTER = '\uFFFD'; // what the JDK puts in place of such a byte

  private ImageFiles() {}

  /**
   * An image that was found.
   *
   * @param path as the caller named it, or below the folder that the caller named
   * @param label the class folder it lies in, or an empty text
   */
  public record Found(Path path, String label) {}

  /**
   * Lists the images of files and folders, each folder sorted by path.
   *
   * <p>The label is the first folder below the named one; {@code train} and {@code test} are passed
   * over where both are there, as {@link ImageFolder} does.
   *
   * @throws DataException if a path does not exist, a folder has no image, or the locale has no
   *     letters for a name
   */
  public static List<Found> list(List<Path> places) throws DataException {
    List<Found> found = new ArrayList<>();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        found.addAll(inFolder(place));
      } else if (Files.exists(place)) {
        found.add(new Found(place, ""));
      } else {
        throw DataException.at(place, "no such file or folder");
      }
    }
    requireReadableNames(found);
    return found;
  }

  /** The one name of a path in tables and indexes: with slashes, without "." and "..". */
  public static String name(Path path) {
    return ClassFolders.portable(path.normalize());
  }

  /** Different names would become one. */
  private static void requireReadableNames(List<Found> images) throws DataException {
    for (Found image : images) {
      if (image.path().toString().indexOf(NO_LETTER) >= 0) {
        throw DataException.at(
            image.path(), "the locale has no letters for this name; LC_ALL=C.UTF-8 has");
      }
    }
  }

  private static List<Found> inFolder(Path folder) throws DataException {
    boolean split = SPLIT_FOLDERS.stream().allMatch(n -> Files.isDirectory(folder.resolve(n)));
    try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      List<Found> found =
          paths
              .filter(path -> !ClassFolders.isHidden(folder.relativize(path)))
              .filter(path -> ClassFolders.isImage(path) && Files.isRegularFile(path))
              .sorted(Comparator.comparing(path -> ClassFolders.portable(folder.relativize(path))))
              .map(path -> new Found(path, label(folder.relativize(path), split)))
              .toList();
      if (found.isEmpty()) {
        throw DataException.at(folder, "no image here (.png, .jpg, .jpeg, .bmp, .gif)");
      }
      return found;
    } catch (IOException | UncheckedIOException e) {
      throw e instanceof DataException failure
          ? failure
          : DataException.at(folder, "the folder cannot be read", e);
    }
  }

  private static String label(Path relative, boolean split) {
    int level = split && SPLIT_FOLDERS.contains(relative.getName(0).toString()) ? 1 : 0;
    return relative.getNameCount() > level + 1 ? relative.getName(level).toString() : "";
  }
}
