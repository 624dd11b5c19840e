package arcface4j.data;

import arcface4j.image.ImageFormat;
import arcface4j.io.FileName;
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

  private ImageFiles() {}

  /** The name of a path in tables and indexes: without "." and "..", as {@link FileName} has it. */
  public static String name(Path path) {
    return FileName.text(path.normalize());
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
}
