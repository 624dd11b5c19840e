package arcface4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An image that was listed and not yet opened.
 *
 * @param path as the caller named it, or below the folder or beside the table that the caller named
 * @param label the name of its class; empty where none is known
 * @param bytes its length; -1 where it could not be told
 */
public record ImageFile(Path path, String label, long bytes) {

  private static final int PARTS = 2;

  /** The last two parts of the path, which stay where a folder is moved. */
  String shortName() {
    int parts = path.getNameCount();
    return ImageFiles.name(path.subpath(Math.max(0, parts - PARTS), parts));
  }

  /** What is in the file; nothing where it cannot be read. */
  byte[] content() {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
