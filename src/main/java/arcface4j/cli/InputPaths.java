package arcface4j.cli;

import arcface4j.data.Cifar10;
import arcface4j.train.Cifar10Source;
import arcface4j.train.DataSource;
import arcface4j.train.FolderSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files and folders that a command reads, which no output of it may be or lie in.
 *
 * @param inputs what they are called in messages, and where they are
 */
record InputPaths(List<Input> inputs) {

  /** The options of all commands that name what is read. */
  private static final List<String> FLAGS =
      List.of("checkpoint", "images", "pairs", "embeddings", "index", "query", "add", "resume");

  /**
   * One of them.
   *
   * @param name the option, or the word that names it
   */
  record Input(String name, Path path) {}

  /** What options and words of the command line name. */
  static InputPaths of(Arguments arguments) throws UsageException {
    return of(arguments, arguments.positional());
  }

  /** As above, with these words alone for files and folders. */
  static InputPaths of(Arguments arguments, List<String> words) throws UsageException {
    List<Input> inputs = new ArrayList<>();
    for (String flag : FLAGS) {
      if (arguments.isGiven(flag)) {
        inputs.add(new Input("--" + flag, arguments.path(flag)));
      }
    }
    if (arguments.isGiven("embeddings")) {
      Path table = EmbeddingFormat.NPY.table(arguments.path("embeddings"));
      inputs.add(new Input("the table of --embeddings", table));
    }
    for (Path word : ImageInput.paths(words)) {
      inputs.add(new Input("'" + word + "'", word));
    }
    return new InputPaths(inputs);
  }

  /** The folder of a data set. */
  static InputPaths of(DataSource source) {
    if (source instanceof FolderSource folder) {
      return ofDirectory(Path.of(folder.directory()));
    }
    if (source instanceof Cifar10Source cifar10) {
      return ofDirectory(Path.of(cifar10.directory()).resolve(Cifar10.FOLDER));
    }
    return new InputPaths(List.of());
  }

  private static InputPaths ofDirectory(Path directory) {
    return new InputPaths(List.of(new Input("--data-dir", directory)));
  }

  /** Without what the command changes. */
  InputPaths without(String flag) {
    return new InputPaths(
        inputs.stream().filter(input -> !input.name().equals("--" + flag)).toList());
  }

  /**
   * Refuses an output that is one of them or lies in one.
   *
   * @param name of the output, for the message
   * @param output a file or folder, there or not
   */
  void requireOutside(String name, Path output) throws IOException {
    for (Input input : inputs) {
      if (Files.exists(input.path()) && isWithin(output, input.path())) {
        throw new IOException(refusal(name, output, input));
      }
    }
  }

  /** A second name of one file is the same, too. */
  private static boolean isWithin(Path output, Path input) throws IOException {
    return real(output).startsWith(real(input))
        || Files.exists(output) && Files.isSameFile(output, input);
  }

  private static String refusal(String name, Path output, Input input) {
    return Files.isDirectory(input.path())
        ? "%s %s lies in %s, which is read (%s); give a place outside of it"
            .formatted(name, output, input.path(), input.name())
        : "%s %s is read, too (%s); give another name".formatted(name, output, input.name());
  }

  /** Where a path leads, links and dots followed as far as it exists. */
  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    try {
      return absolute.toRealPath();
    } catch (NoSuchFileException e) {
      Path parent = absolute.getParent();
      return parent == null ? absolute : real(parent).resolve(absolute.getFileName()).normalize();
    }
  }
}
