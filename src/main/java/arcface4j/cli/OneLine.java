package arcface4j.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** The one line that a failure is told in. */
final class OneLine {

  private OneLine() {}

  static String of(Exception failure) {
    if (failure instanceof FileSystemException file) {
      return reason(file);
    }
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return failure.getClass().getSimpleName() + "; --debug shows where";
    }
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** The JDK's messages for these are a bare path. */
  private static String reason(FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return failure.getFile() + ": no such file or folder";
    }
    if (failure instanceof AccessDeniedException) {
      return failure.getFile() + ": permission denied";
    }
    return failure.getMessage();
  }
}
