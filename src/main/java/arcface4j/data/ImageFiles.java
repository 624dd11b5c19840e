package arcface4j.data;

import arcface4j.image.ImageFormat;
import arcface4j.io.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Which files are images, and what they are called. */
public final class ImageFiles {

  /** Endings of images; of a file with another one its first bytes tell. */
  private static final Set<String> SUFFIXES =
      Set.of(
          "png", "apng", "jpg", "jpeg", "jpe", "jfif", "bmp", "dib", "gif", "webp", "tif", "tiff",
          "psd", "ppm", "pgm", "pbm", "pnm", "ico", "heic", "heif", "avif");

  private static final char NO_LETTER = '\uFFFD'; // what the JDK puts in place of such a byte

  private ImageFiles() {}

  /** The one name of a path in tables and indexes: with slashes, without "." and "..". */
  public static String name(Path path) {
    return path.normalize().toString().replace('\\', '/');
  }

  /** Whether a file is an image by its ending or, where that says nothing, by its content. */
  static boolean isImage(Path file) throws IOException {
    return isNamedAsImage(file) || ImageFormat.of(start(file)).isPresent();
  }

  private static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(ImageFormat.START_BYTES);
    } catch (AccessDeniedException e) {
      return new byte[0]; // it is no image for who may not read it
    }
  }

  static boolean isNamedAsImage(Path file) {
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
