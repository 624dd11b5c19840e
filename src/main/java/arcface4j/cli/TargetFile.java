package arcface4j.cli;

import arcface4j.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Output files: what would fail after the work is told before it. */
final class TargetFile {

  private TargetFile() {}

  static Optional<Path> find(Arguments arguments, String flag) throws UsageException, IOException {
    return arguments.find(flag).isEmpty() ? Optional.empty() : Optional.of(of(arguments, flag));
  }

  static Path of(Arguments arguments, String flag) throws UsageException, IOException {
    Path file = arguments.path(flag);
    requireWritable(file, flag);
    return file;
  }

  static void requireWritable(Path file, String flag) throws IOException {
    Path folder = AtomicFile.behindLinks(file).toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new IOException("--%s %s is a folder; give the name of a file".formatted(flag, file));
    }
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(
          "--%s %s is not a regular file; give the name of one".formatted(flag, file));
    }
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new IOException("--%s %s: %s is no folder to write to".formatted(flag, file, folder));
    }
  }
}
