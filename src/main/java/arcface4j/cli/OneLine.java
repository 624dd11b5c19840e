package arcface4j.cli;

import arcface4j.io.DataException;
import arcface4j.io.FileName;
import java.nio.file.FileSystemException;

/** The one line that a failure is told in. */
final class OneLine {

  private OneLine() {}

  static String of(Throwable failure) {
    if (failure instanceof FileSystemException file) {
      // The JDK's own messages are often a bare path.
      return file.getFile() + ": " + DataException.reason(file);
    }
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return failure.getClass().getSimpleName() + "; --debug shows where";
    }
    return FileName.inOneLine(message.strip().replaceAll("\\s*\\R\\s*", " "));
  }
}
