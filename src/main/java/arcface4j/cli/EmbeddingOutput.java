package arcface4j.cli;

import arcface4j.npy.NpyRowWriter;
import arcface4j.train.AtomicFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * The files that {@code embed} writes, whole or not at all, row by row.
 *
 * @param format {@code npy}: an array, and a table beside it; {@code csv}: one table; {@code tsv}:
 *     what the TensorFlow projector loads, vectors and a table beside them
 * @param file the file with the vectors
 */
record EmbeddingOutput(String format, Path file) {

  static final List<String> FORMATS = List.of("npy", "csv", "tsv");
  private static final String[] COLUMNS = {"path", "label"};

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
    String name = file.getFileName().toString();
    String format = name.substring(name.lastIndexOf('.') + 1);
    if (arguments.isGiven("format")) {
      format = arguments.choice("format", FORMATS);
    } else if (!FORMATS.contains(format)) {
      throw new UsageException(
          "--out %s does not end in .npy, .csv or .tsv; --format npy|csv|tsv tells"
              .formatted(file));
    }
    EmbeddingOutput output = new EmbeddingOutput(format, file);
    if (!format.equals("csv")) {
      if (output.table().equals(file)) {
        throw new UsageException(
            "--format %s puts its table into %s too; give --out another ending"
                .formatted(format, file));
      }
      TargetFile.requireWritable(output.table(), "out");
    }
    return output;
  }

  /** The file with paths and labels. */
  Path table() {
    String name = file.getFileName().toString();
    String stem = name.replaceFirst("\\.(npy|csv|tsv)$", "");
    return switch (format) {
      case "npy" -> file.resolveSibling(stem + ".csv");
      case "tsv" -> file.resolveSibling(stem + "-metadata.tsv");
      default -> file;
    };
  }

  void write(int width, Body body) throws IOException {
    switch (format) {
      case "npy" -> writeBoth((array, table) -> writeArray(array, table, width, body));
      case "tsv" -> writeBoth((vectors, table) -> writeProjector(vectors, table, width, body));
      default -> AtomicFile.write(file, table -> writeTable(table, width, body));
    }
  }

  private interface TwoFiles {
    void writeTo(FileChannel vectors, FileChannel table) throws IOException;
  }

  private void writeBoth(TwoFiles content) throws IOException {
    AtomicFile.write(
        file, vectors -> AtomicFile.write(table(), table -> content.writeTo(vectors, table)));
  }

  private static void writeArray(FileChannel array, FileChannel table, int width, Body body)
      throws IOException {
    NpyRowWriter vectors = new NpyRowWriter(array, width);
    CSVPrinter lines = printer(table);
    lines.printRecord((Object[]) COLUMNS);
    body.writeTo(
        (path, label, values, offset) -> {
          vectors.add(values, offset);
          lines.printRecord(path, label);
        });
    vectors.finish();
    lines.flush();
  }

  private static void writeTable(FileChannel table, int width, Body body) throws IOException {
    CSVPrinter lines = printer(table);
    List<Object> head = new ArrayList<>(List.of((Object[]) COLUMNS));
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

  /** The projector knows no quoting, so a tab or a line's end in a name becomes a space. */
  private static void writeProjector(FileChannel vectors, FileChannel table, int width, Body body)
      throws IOException {
    Writer numbers = writer(vectors);
    Writer names = writer(table);
    names.write(String.join("\t", COLUMNS) + "\n");
    body.writeTo(
        (path, label, values, offset) -> {
          for (int d = 0; d < width; d++) {
            numbers.write(values[offset + d] + (d == width - 1 ? "\n" : "\t"));
          }
          names.write(plain(path) + "\t" + plain(label) + "\n");
        });
    numbers.flush();
    names.flush();
  }

  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static CSVPrinter printer(FileChannel file) throws IOException {
    return new CSVPrinter(writer(file), CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get());
  }

  private static Writer writer(FileChannel file) {
    return new BufferedWriter(Channels.newWriter(file, StandardCharsets.UTF_8), 1 << 16);
  }
}
