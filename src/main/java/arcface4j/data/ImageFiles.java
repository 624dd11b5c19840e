package arcface4j.data;

import arcface4j.io.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Finds images in files and folders whose classes need not be known. */
public final class ImageFiles {

  private static final Set<String> SUFFIXES = Set.of("png", "jpg", "jpeg", "bmp", "gif");
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
   * @throws DataException if a path does not exist, a folder has no image, a link leads nowhere and
   *     is not named as an image, or the locale has no letters for a name
   */
  public static List<Found> list(List<Path> places) throws DataException {
    List<Found> found = new ArrayList<>();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        found.addAll(inFolder(place));
      } else if (Files.exists(place)) {
        requireReadableName(place);
        found.add(new Found(place, ""));
      } else {
        throw DataException.at(place, "no such file or folder");
      }
    }
    return found;
  }

  /** The one name of a path in tables and indexes: with slashes, without "." and "..". */
  public static String name(Path path) {
    return portable(path.normalize());
  }

  private static List<Found> inFolder(Path folder) throws DataException {
    boolean split = SPLIT_FOLDERS.stream().allMatch(n -> Files.isDirectory(folder.resolve(n)));
    List<Path> images = imagesBelow(folder);
    if (images.isEmpty()) {
      throw DataException.at(folder, "no image here (.png, .jpg, .jpeg, .bmp, .gif)");
    }
    return images.stream()
        .map(path -> new Found(path, label(folder.relativize(path), split)))
        .toList();
  }

  private static String label(Path relative, boolean split) {
    int level = split && SPLIT_FOLDERS.contains(relative.getName(0).toString()) ? 1 : 0;
    return relative.getNameCount() > level + 1 ? relative.getName(level).toString() : "";
  }

  /**
   * The images at any depth of a folder, sorted by their path below it. A link that is named as an
   * image and leads nowhere is among them: it is a broken image, not one that is not there.
   *
   * @throws DataException if the folder cannot be read, another link leads nowhere, or the locale
   *     has no letters for a name
   */
  static List<Path> imagesBelow(Path folder) throws DataException {
    List<Path> found;
    try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      found =
          paths
              .filter(path -> !isHidden(folder.relativize(path)))
              .filter(path -> isImage(path) && Files.isRegularFile(path) || leadsNowhere(path))
              .sorted(Comparator.comparing(path -> portable(folder.relativize(path))))
              .toList();
    } catch (IOException | UncheckedIOException e) {
      throw DataException.at(folder, "the folder cannot be read", e);
    }
    for (Path path : found) {
      requireReadableName(path);
      if (!isImage(path)) {
        throw lostFolder(path);
      }
    }
    return found;
  }

  static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    String suffix = name.substring(name.lastIndexOf('.') + 1);
    return SUFFIXES.contains(suffix.toLowerCase(Locale.ROOT));
  }

  static boolean leadsNowhere(Path path) {
    return Files.isSymbolicLink(path) && !Files.exists(path);
  }

  /** What such a link led to may have been a folder of images, which must not be left out. */
  static DataException lostFolder(Path link) {
    return DataException.at(link, "the link leads nowhere; mount what it names or remove it");
  }

  /** Different names would become one. */
  private static void requireReadableName(Path path) throws DataException {
    if (path.toString().indexOf(NO_LETTER) >= 0) {
      throw DataException.at(path, "the locale has no letters for this name; LC_ALL=C.UTF-8 has");
    }
  }

  private static String portable(Path path) {
    return path.toString().replace('\\', '/');
  }
}
