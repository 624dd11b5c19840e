package arcface4j.data;

import arcface4j.io.DataException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Which files are images, and what they are called. */
public final class ImageFiles {

  private static final Set<String> SUFFIXES = Set.of("png", "jpg", "jpeg", "bmp", "gif");
  private static final char NO_LETTER = '\uFFFD'; // what the JDK puts in place of such a byte

  private ImageFiles() {}

  /** The one name of a path in tables and indexes: with slashes, without "." and "..". */
  public static String name(Path path) {
    return path.normalize().toString().replace('\\', '/');
  }

  static boolean isImage(Path file) {
    String name = file.getFileName().toString();
    String suffix = name.substring(name.lastIndexOf('.') + 1);
    return SUFFIXES.contains(suffix.toLowerCase(Locale.ROOT));
  }

  /** Different names would become one. */
  static void requireReadableName(Path path) throws DataException {
    if (path.toString().indexOf(NO_LETTER) >= 0) {
      throw DataException.at(path, "the locale has no letters for this name; LC_ALL=C.UTF-8 has");
    }
  }
}
