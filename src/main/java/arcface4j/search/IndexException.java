package arcface4j.search;

import java.io.IOException;
import java.nio.file.Path;

/** An index cannot be read, or what is put in cannot be indexed; the message is one line. */
public final class IndexException extends IOException {
  IndexException(String message) {
    super(message);
  }

  /** The same with the file's name in front. */
  IndexException in(Path file) {
    return new IndexException(file + ": " + getMessage());
  }
}
