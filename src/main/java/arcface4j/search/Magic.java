package arcface4j.search;

import arcface4j.io.NamedChannel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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

  /** Whether a file begins so; an empty one does. */
  boolean begins(Path file) throws IOException {
    try (InputStream in = NamedChannel.input(file)) {
      return begins(in.readNBytes(text.length()));
    }
  }
}
