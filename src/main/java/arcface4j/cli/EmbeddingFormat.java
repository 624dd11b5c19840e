package arcface4j.cli;

import arcface4j.io.AtomicFile;
import arcface4j.io.FileName;
import arcface4j.npy.NpyRowWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVPrinter;

/** How embeddings are laid out in files, which are written whole or not at all. */
enum EmbeddingFormat {
  /** An array, and a table beside it. */
  NPY(",") {
    @Override
    Path table(Path file) {
      return file.resolveSibling(FileName.path(stem(file) + ".csv"));
    }

    @Override
    void write(Path file, int width, EmbeddingOutput.Body body) throws IOException {
      AtomicFile.writePair(
          file, table(file), (array, table) -> writeArray(array, table, width, body));
    }
  },
  /** One table. */
  CSV(",") {
    @Override
    Path table(Path file) {
      return file;
    }

    @Override
    void write(Path file, int width, EmbeddingOutput.Body body) throws IOException {
      AtomicFile.write(file, table -> writeTable(table, width, body));
    }
  },
  /** What the TensorFlow projector loads: vectors, and a table beside them. */
  TSV("\t") {
    @Override
    Path table(Path file) {
      return file.resolveSibling(FileName.path(stem(file) + "-metadata.tsv"));
    }

    @Override
    void write(Path file, int width, EmbeddingOutput.Body body) throws IOException {
      AtomicFile.writePair(
          file, table(file), (vectors, table) -> writeProjector(vectors, table, width, body));
    }
  };

  static final List<String> COLUMNS = List.of("path", "label");

  private final String separator;

  EmbeddingFormat(String separator) {
    this.separator = separator;
  }

  /** The format whose files end so. */
  static Optional<EmbeddingFormat> of(String ending) {
    return Stream.of(values()).filter(format -> format.label().equals(ending)).findFirst();
  }

  /** Its name on the command line, which is the ending of its files, too. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The file with paths and labels, given that with the vectors. */
  abstract Path table(Path file);

  /**
   * Writes embeddings.
   *
   * @param file with the vectors
   * @param width D
   */
  abstract void write(Path file, int width, EmbeddingOutput.Body body) throws IOException;

  /** What the table begins with. */
  String head() {
    return String.join(separator, COLUMNS);
  }

  private static String stem(Path file) {
    return FileName.text(file.getFileName()).replaceFirst("\\.(npy|csv|tsv)$", "");
  }

  private static void writeArray(
      FileChannel array, FileChannel table, int width, EmbeddingOutput.Body body)
      throws IOException {
    NpyRowWriter vectors = new NpyRowWriter(array, width);
    CSVPrinter lines = Csv.printer(writer(table));
    lines.printRecord(COLUMNS);
    body.writeTo(
        (path, label, values, offset) -> {
          vectors.add(values, offset);
          lines.printRecord(path, label);
        });
    vectors.finish();
    lines.flush();
  }

  private static void writeTable(FileChannel table, int width, EmbeddingOutput.Body body)
      throws IOException {
    CSVPrinter lines = Csv.printer(writer(table));
    List<String> head = new ArrayList<>(COLUMNS);
    for (int d = 0; d < width; d++) {
      head.add("e" + d);
    }
    lines.printRecord(head);
    body.writeTo(
        (path, label, values, offset) -> {
          lines.print(path);
          lines.print(label);
          for (int d = 0; d < width; d++) {
            lines.print(values[offset + d]);
          }
          lines.println();
        });
    lines.flush();
  }

  /**
   * The projector knows no quoting, so a tab or a line's end in a name is written as its escape.
   */
  private static void writeProjector(
      FileChannel vectors, FileChannel table, int width, EmbeddingOutput.Body body)
      throws IOException {
    Writer numbers = writer(vectors);
    Writer names = writer(table);
    names.write(TSV.head() + "\n");
    body.writeTo(
        (path, label, values, offset) -> {
          for (int d = 0; d < width; d++) {
            numbers.write(values[offset + d] + (d == width - 1 ? "\n" : "\t"));
          }
          names.write(FileName.inOneLine(path) + "\t" + FileName.inOneLine(label) + "\n");
        });
    numbers.flush();
    names.flush();
  }

  private static Writer writer(FileChannel file) {
    return new BufferedWriter(Channels.newWriter(file, StandardCharsets.UTF_8), 1 << 16);
  }
}
