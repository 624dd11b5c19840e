package arcface4j.data;

import arcface4j.io.AtomicFile;
import arcface4j.io.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A folder that holds nothing but decoded images. It is marked as such by the file of the Cache
 * Directory Tagging Specification (bford.info/cachedir), which backups know: what is in a folder
 * with this mark is ours, what is in any other is somebody's.
 */
final class CacheFolder {

  private static final String MARK = "CACHEDIR.TAG";
  private static final String SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55";
  private static final String OURS =
      SIGNATURE
          + "\n# Decoded images of arcface4j --cache; the folder may be deleted at any time.\n";

  private CacheFolder() {}

  /**
   * Makes a new or empty folder ours.
   *
   * @throws DataException if it holds files of somebody else
   * @throws IOException if it cannot be read or made
   */
  static void claim(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw DataException.at(folder, "is a file; the disk cache is a folder of its own");
    }
    AtomicFile.makeFolder(folder);
    Path mark = folder.resolve(MARK);
    if (Files.isRegularFile(mark)
        && Files.size(mark) == OURS.length()
        && Files.readString(mark).equals(OURS)) {
      return;
    }
    requireEmpty(folder);
    AtomicFile.write(mark, OURS);
  }

  private static void requireEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      if (files.findAny().isPresent()) {
        throw DataException.at(
            folder, "holds files that are not of a disk cache; give a new or empty folder");
      }
    }
  }
}
