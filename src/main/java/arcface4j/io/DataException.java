package arcface4j.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * A data folder, file or download is not what it has to be. The message is one line that names the
 * file and the value and says what would be right.
 */
public final class DataException extends IOException {
  public DataException(String message) {
    super(oneLine(message));
  }

  public DataException(String message, Throwable cause) {
    super(oneLine(message), cause);
  }

  public static DataException at(Path file, String message) {
    return new DataException(FileName.text(file) + ": " + message);
  }

  public static DataException at(Path file, String message, Throwable cause) {
    return new DataException(
        "%s: %s (%s)".formatted(FileName.text(file), message, reasonAt(file, cause)), cause);
  }

  /** The reason, with the file that it is about where that is another one. */
  private static String reasonAt(Path file, Throwable cause) {
    Throwable inner = cause instanceof UncheckedIOException ? cause.getCause() : cause;
    boolean isOther =
        inner instanceof FileSystemException other
            && other.getFile() != null
            && !other.getFile().equals(file.toString());
    return isOther ? ((FileSystemException) inner).getFile() + ": " + reason(inner) : reason(inner);
  }

  /** What a throwable says, or its type where it says nothing; of a file, why it failed. */
  public static String reason(Throwable cause) {
    if (cause instanceof UncheckedIOException wrapped) {
      return reason(wrapped.getCause());
    }
    if (cause instanceof FileSystemException file) {
      return AtomicFile.reason(file);
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}
