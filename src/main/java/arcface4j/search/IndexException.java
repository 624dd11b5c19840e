package arcface4j.search;

import java.io.IOException;

/** An index cannot be read, or what is put in cannot be indexed; the message is one line. */
public final class IndexException extends IOException {
  IndexException(String message) {
    super(message);
  }
}
