package arcface4j.cli;

import arcface4j.io.DataException;
import arcface4j.io.NamedChannel;
import arcface4j.npy.NpyRowReader;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Embeddings that {@code embed} wrote: an array, and beside it a table of paths and labels.
 *
 * @param array the {@code .npy} file
 */
record EmbeddingTable(Path array) {

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

  /**
   * Hands every row on.
   *
   * @throws IOException in one line, if a file is missing or the two do not fit the width or each
   *     other
   */
  void read(int width, EmbeddingOutput.Rows rows) throws IOException {
    Path table = EmbeddingFormat.NPY.table(array);
    try (InputStream in = new BufferedInputStream(NamedChannel.input(array), 1 << 16);
        BufferedReader text = Csv.open(table);
        CSVParser lines = CSVParser.parse(text, FORMAT)) {
      NpyRowReader vectors = reader(in, width);
      requireColumns(lines, table);
      Iterator<CSVRecord> records = lines.iterator();
      for (int row = 0; row < vectors.rows(); row++) {
        if (!records.hasNext()) {
          throw new IOException(table + " has " + row + " rows, the array " + vectors.rows());
        }
        CSVRecord names = records.next();
        rows.add(names.get("path"), names.get("label"), next(vectors), 0);
      }
      if (records.hasNext()) {
        throw new IOException(table + " has more rows than the array, " + vectors.rows());
      }
    } catch (UncheckedIOException | CharacterCodingException | IllegalArgumentException e) {
      throw Csv.fault(table, "table of paths and labels", e);
    }
  }

  private NpyRowReader reader(InputStream in, int width) throws IOException {
    NpyRowReader vectors;
    try {
      vectors = new NpyRowReader(in);
    } catch (IOException e) {
      throw new IOException(
          "%s: %s; what is read is the .npy that embed writes"
              .formatted(array, DataException.reason(e)),
          e);
    }
    if (vectors.width() != width) {
      throw new IOException(
          "%s has embeddings of width %d; the model makes %d"
              .formatted(array, vectors.width(), width));
    }
    return vectors;
  }

  private float[] next(NpyRowReader vectors) throws IOException {
    try {
      return vectors.next();
    } catch (IOException e) {
      throw new IOException(array + ": " + DataException.reason(e), e);
    }
  }

  private static void requireColumns(CSVParser lines, Path table) throws IOException {
    if (!lines.getHeaderNames().containsAll(List.of("path", "label"))) {
      throw new IOException(
          table + " has the columns " + lines.getHeaderNames() + "; path and label are needed");
    }
  }
}
