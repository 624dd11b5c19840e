package arcface4j.cli;

import arcface4j.io.WriteLock;
import arcface4j.train.DataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The files that {@code embed} writes, whole or not at all, row by row.
 *
 * @param format how
 * @param files the one with the vectors, and the table if that is another
 */
record EmbeddingOutput(EmbeddingFormat format, List<OutputFile> files) {

  private static final String FLAG = "out";

  /** Takes one image after the other. */
  interface Rows {
    /** Adds the embedding [D] that begins at {@code offset}. */
    void add(String path, String label, float[] values, int offset) throws IOException;
  }

  /** Adds all rows. */
  interface Body {
    void writeTo(Rows rows) throws IOException;
  }

  /** The format is that of the ending, unless one is given; the files are checked. */
  static EmbeddingOutput of(Arguments arguments) throws UsageException, IOException {
    Path file = arguments.path(FLAG);
    EmbeddingFormat format = format(arguments, file);
    Path table = format.table(file);
    if (format != EmbeddingFormat.CSV && table.equals(file)) {
      throw new UsageException(
          "--format %s puts its table into %s too; give --out another ending"
              .formatted(format.label(), file));
    }
    EmbeddingOutput output = new EmbeddingOutput(format, files(format, file, table));
    for (OutputFile each : output.files()) {
      each.require();
    }
    output.requireOutside(InputPaths.of(arguments));
    return output;
  }

  private static List<OutputFile> files(EmbeddingFormat format, Path file, Path table) {
    if (format == EmbeddingFormat.CSV) {
      return List.of(new OutputFile(FLAG, file, OutputKind.TABLE));
    }
    EmbeddingPair pair = new EmbeddingPair(format, file, table);
    return List.of(
        new OutputFile(FLAG, file, pair.ofVectors()), new OutputFile(FLAG, table, pair.ofTable()));
  }

  private static EmbeddingFormat format(Arguments arguments, Path file) throws UsageException {
    if (arguments.isGiven("format")) {
      return arguments.choice("format", EmbeddingFormat.class);
    }
    String name = file.toString();
    return EmbeddingFormat.of(name.substring(name.lastIndexOf('.') + 1))
        .orElseThrow(
            () ->
                new UsageException(
                    "--out %s does not end in .npy, .csv or .tsv; --format npy|csv|tsv tells"
                        .formatted(file)));
  }

  /** Refuses files among the images. */
  void requireOutside(DataSource source) throws IOException {
    requireOutside(InputPaths.of(source));
  }

  private void requireOutside(InputPaths inputs) throws IOException {
    for (OutputFile each : files) {
      each.requireOutside(inputs);
    }
  }

  /** The file with the vectors. */
  Path file() {
    return files.get(0).path();
  }

  /** Nobody else writes them meanwhile, so that a table is that of its vectors. */
  void write(int width, Body body) throws IOException {
    WriteLock lock = WriteLock.on(file());
    try (lock) {
      format.write(file(), width, body);
    }
  }
}
