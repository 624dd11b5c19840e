package arcface4j.train;

import java.io.IOException;
import java.nio.file.Path;

/** A checkpoint cannot be read or written; the message is one line, the file and the reason. */
public final class CheckpointException extends IOException {

  /** The message is {@code <file>: <reason>}. */
  public CheckpointException(Path file, String reason) {
    this(file, reason, null);
  }

  CheckpointException(Path file, String reason, Throwable cause) {
    super((file + ": " + reason).replaceAll("\\p{Cntrl}+", " "), cause);
  }
}
