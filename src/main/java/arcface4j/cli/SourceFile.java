package arcface4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Input files that an option names. */
final class SourceFile {

  private SourceFile() {}

  /** The file of an option; a folder cannot be read, which the system tells without its name. */
  static Path of(Arguments arguments, String flag) throws UsageException, IOException {
    Path file = arguments.path(flag);
    if (Files.isDirectory(file)) {
      throw new IOException("--%s %s is a folder; a file is expected".formatted(flag, file));
    }
    return file;
  }
}
