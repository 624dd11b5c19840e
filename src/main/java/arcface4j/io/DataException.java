package arcface4j.io;

import java.io.IOException;
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
    return new DataException(file + ": " + message);
  }

  public static DataException at(Path file, String message, Throwable cause) {
    return new DataException(file + ": " + message + " (" + reason(cause) + ")", cause);
  }

  /** What a throwable says, or its type where it says nothing. */
  public static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}
