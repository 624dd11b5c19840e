package arcface4j.cli;

import arcface4j.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file that a command writes. What would fail after the work is told before it, and nothing is
 * written over that this program did not write.
 *
 * @param flag the option that names it
 * @param path where it goes
 * @param kind what is written
 */
record OutputFile(String flag, Path path, OutputKind kind) {

  /** The file that an option names, if it is given; checked. */
  static Optional<OutputFile> find(Arguments arguments, String flag, OutputKind kind)
      throws UsageException, IOException {
    return arguments.find(flag).isEmpty()
        ? Optional.empty()
        : Optional.of(of(arguments, flag, kind));
  }

  /** The file that an option names; checked, also against what the command line reads. */
  static OutputFile of(Arguments arguments, String flag, OutputKind kind)
      throws UsageException, IOException {
    OutputFile output = new OutputFile(flag, arguments.path(flag), kind);
    output.require();
    output.requireOutside(InputPaths.of(arguments));
    return output;
  }

  /**
   * The model that a command changes: {@code --checkpoint}, unless {@code --out} is given.
   *
   * @param words of the command line that name images
   */
  static OutputFile ofModel(Arguments arguments, List<String> words)
      throws UsageException, IOException {
    String flag = arguments.isGiven("out") ? "out" : "checkpoint";
    OutputFile output = new OutputFile(flag, arguments.path(flag), OutputKind.CHECKPOINT);
    output.requirePlace();
    if (arguments.isGiven("out")) { // otherwise it is read, and must be one
      output.requireReplaceable();
    }
    output.requireOutside(InputPaths.of(arguments, words).without("checkpoint"));
    return output;
  }

  void requireOutside(InputPaths inputs) throws IOException {
    inputs.requireOutside("--" + flag, path);
  }

  /** Refuses a place that takes no file, and a file that must not be replaced. */
  void require() throws IOException {
    requirePlace();
    requireReplaceable();
  }

  /** Refuses what is no regular file, and a folder that takes none. */
  private void requirePlace() throws IOException {
    Path folder = AtomicFile.behindLinks(path).toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(path)) {
      throw new IOException("--%s %s is a folder; give the name of a file".formatted(flag, path));
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new IOException(
          "--%s %s is not a regular file; give the name of one".formatted(flag, path));
    }
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new IOException("--%s %s: %s is no folder to write to".formatted(flag, path, folder));
    }
    AtomicFile.requireWritable(path);
  }

  /** An empty file is nothing that could be lost. */
  private void requireReplaceable() throws IOException {
    if (Files.exists(path) && Files.size(path) > 0 && !kind.recognition().wrote(path)) {
      throw new IOException(
          "%s: it is not %s and in the way of one; give --%s another name"
              .formatted(path, kind.description(), flag));
    }
  }

  /** Writes it whole or not at all. */
  void write(String text) throws IOException {
    requireReplaceable(); // a file may have come while the command worked
    AtomicFile.write(path, text);
  }

  /** Writes it whole or not at all. */
  void write(AtomicFile.Content content) throws IOException {
    requireReplaceable();
    AtomicFile.write(path, content);
  }
}
