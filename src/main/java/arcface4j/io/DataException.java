package arcface4j.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Objects;

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
    if (cause instanceof UncheckedIOException wrapped) {
      return reasonAt(file, wrapped.getCause());
    }
    boolean isOther =
        cause instanceof FileSystemException other
            && other.getFile() != null
            && !other.getFile().equals(file.toString());
    return isOther ? ((FileSystemException) cause).getFile() + ": " + reason(cause) : reason(cause);
  }

  /**
   * Why it failed, in words and without the file's name, which the caller puts in front: the
   * exceptions of java.nio often carry nothing but the path.
   */
  public static String reason(Throwable failure) {
    if (failure instanceof UncheckedIOException wrapped) {
      return reason(wrapped.getCause());
    }
    return switch (failure.getClass().getSimpleName()) {
      case "NoSuchFileException" -> "no such file or folder";
      case "AccessDeniedException" -> "access is denied";
      case "FileAlreadyExistsException" -> "a file of that name is in the way";
      case "NotDirectoryException" -> "not a folder";
      case "EOFException" -> Objects.requireNonNullElse(failure.getMessage(), "it ends too early");
      default -> message(failure);
    };
  }

  private static String message(Throwable failure) {
    if (failure instanceof FileSystemException e && e.getReason() != null) {
      return e.getReason();
    }
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }

  private static String oneLine(String message) {
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}
