package arcface4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The files that {@code embed} writes, whole or not at all, row by row.
 *
 * @param format how
 * @param file the file with the vectors
 */
record EmbeddingOutput(EmbeddingFormat format, Path file) {

  /** Takes one image after the other. */
  interface Rows {
    /** Adds the embedding [D] that begins at {@code offset}. */
    void add(String path, String label, float[] values, int offset) throws IOException;
  }

  /** Adds all rows. */
  interface Body {
    void writeTo(Rows rows) throws IOException;
  }

  /** The format is that of the ending, unless one is given. */
  static EmbeddingOutput of(Arguments arguments) throws UsageException, IOException {
    Path file = TargetFile.of(arguments, "out");
    EmbeddingFormat format = format(arguments, file);
    Path table = format.table(file);
    if (format != EmbeddingFormat.CSV) {
      if (table.equals(file)) {
        throw new UsageException(
            "--format %s puts its table into %s too; give --out another ending"
                .formatted(format.label(), file));
      }
      TargetFile.requireWritable(table, "out");
      requireReplaceable(table, format.head());
    }
    return new EmbeddingOutput(format, file);
  }

  private static EmbeddingFormat format(Arguments arguments, Path file) throws UsageException {
    if (arguments.isGiven("format")) {
      return arguments.choice("format", EmbeddingFormat.class);
    }
    String name = file.getFileName().toString();
    return EmbeddingFormat.of(name.substring(name.lastIndexOf('.') + 1))
        .orElseThrow(
            () ->
                new UsageException(
                    "--out %s does not end in .npy, .csv or .tsv; --format npy|csv|tsv tells"
                        .formatted(file)));
  }

  /** Refuses a file that is no table of embed: nobody named it, so nobody gave it up. */
  private static void requireReplaceable(Path table, String head) throws IOException {
    if (Files.exists(table)) {
      byte[] expected = head.getBytes(StandardCharsets.UTF_8);
      try (InputStream in = Files.newInputStream(table)) {
        if (!Arrays.equals(in.readNBytes(expected.length), expected)) {
          throw new IOException(
              table
                  + ": it is not a table of embed and in the way of one; give --out another name");
        }
      }
    }
  }

  void write(int width, Body body) throws IOException {
    format.write(file, width, body);
  }
}
