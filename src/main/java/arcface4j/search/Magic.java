package arcface4j.search;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a kind of file begins with.
 *
 * @param text in ASCII
 */
record Magic(String text) {

  byte[] bytes() {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether these are its first bytes, or as many of them as there are. */
  boolean begins(byte[] start) {
    return Arrays.equals(start, Arrays.copyOf(bytes(), start.length));
  }

  /**
   * Refuses a file that is something else.
   *
   * @throws IndexException if the file begins otherwise; an empty one does not
   */
  void require(Path file, String fault) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (!begins(in.readNBytes(text.length()))) {
        throw new IndexException(fault).in(file);
      }
    }
  }
}
