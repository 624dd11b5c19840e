package arcface4j.search;

import arcface4j.io.FileName;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of an index's entries, which are found under every name of their path: relative ones
 * count from the current folder, "." and ".." are followed, links are not.
 */
final class EntryNames {

  private final Map<String, String> names = new HashMap<>(); // by their keys

  EntryNames(Collection<String> present) {
    present.forEach(this::nameOf);
  }

  /** The name of the entry that has this path, which becomes a new one unless there is one. */
  String nameOf(String name) {
    String found = names.putIfAbsent(key(name), name);
    return found == null ? name : found;
  }

  /**
   * One text for all names of a path: relative below the current folder, absolute elsewhere. What
   * cannot be a path here, such as a name from another system, is its own.
   */
  static String key(String name) {
    try {
      Path path = FileName.path(name).normalize();
      Path folder = currentFolder();
      Path absolute = folder.resolve(path).normalize();
      Path shortest = absolute.startsWith(folder) ? folder.relativize(absolute) : absolute;
      String key = FileName.text(shortest);
      return key.equals(name) ? name : key;
    } catch (InvalidPathException e) {
      return name;
    }
  }

  private static Path currentFolder() {
    return Path.of("").toAbsolutePath().normalize();
  }

  /** Which of these entries are the path, or below it. */
  static List<String> within(Collection<String> entries, Path place) {
    Path folder = currentFolder();
    Path whole = folder.resolve(place).normalize();
    return entries.stream().filter(entry -> isWithin(entry, folder, whole)).toList();
  }

  private static boolean isWithin(String entry, Path folder, Path whole) {
    try {
      return folder.resolve(FileName.path(entry)).normalize().startsWith(whole);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
