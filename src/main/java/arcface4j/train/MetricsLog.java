package arcface4j.train;

import arcface4j.io.AtomicFile;
import arcface4j.io.DataException;
import arcface4j.io.NamedChannel;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** {@code metrics.csv}: one row an epoch, on the disk as soon as it is appended. */
public final class MetricsLog implements AutoCloseable {

  /** The name of the first column. */
  public static final String EPOCH = "epoch";

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

  private final CSVPrinter printer;
  private final int columns;

  private MetricsLog(CSVPrinter printer, int columns) {
    this.printer = printer;
    this.columns = columns;
  }

  /**
   * Begins the file, or continues it: rows of epochs that will be repeated, and a last row that was
   * cut off, are dropped.
   *
   * @param file the file
   * @param columns names of the columns; the first is {@link #EPOCH}
   * @param nextEpoch the first epoch that will be appended
   * @throws IOException if the file has other columns or cannot be written; the message is one line
   */
  public static MetricsLog open(Path file, List<String> columns, int nextEpoch) throws IOException {
    if (columns.isEmpty() || !columns.get(0).equals(EPOCH)) {
      throw new IllegalArgumentException("the first of the columns " + columns + " is not epoch");
    }
    StringWriter kept = new StringWriter();
    CSVPrinter copy = new CSVPrinter(kept, FORMAT);
    copy.printRecord(columns);
    if (Files.exists(file)) {
      copyRows(file, columns, nextEpoch, copy);
    }
    try {
      AtomicFile.write(file, kept.toString());
      FileChannel end = NamedChannel.open(file, StandardOpenOption.APPEND);
      Writer writer = new BufferedWriter(Channels.newWriter(end, StandardCharsets.UTF_8));
      return new MetricsLog(new CSVPrinter(writer, FORMAT), columns.size());
    } catch (IOException e) {
      throw new IOException(file + " cannot be written: " + DataException.reason(e), e);
    }
  }

  /**
   * What a run measured after each epoch.
   *
   * @param columns names; the first is {@link #EPOCH}
   * @param rows one an epoch, as wide as the columns; NaN where a field is empty
   */
  public record Table(List<String> columns, List<double[]> rows) {}

  /**
   * Reads the file; a last line that is being written is left out.
   *
   * @throws IOException if it cannot be read or is no such table; the message is one line
   */
  public static Table read(Path file) throws IOException {
    List<String> columns = List.of();
    List<double[]> rows = new ArrayList<>();
    try (CSVParser parser = FORMAT.parse(new StringReader(wholeLines(file)))) {
      for (CSVRecord row : parser) {
        if (row.getRecordNumber() == 1) {
          columns = row.toList();
        } else {
          epoch(file, row, columns.size());
          rows.add(numbers(file, row));
        }
      }
    } catch (UncheckedIOException e) {
      throw new IOException(file + " is not a table: " + e.getCause().getMessage(), e);
    }
    if (columns.isEmpty() || !columns.get(0).equals(EPOCH)) {
      throw new IOException(file + " does not begin with the column " + EPOCH);
    }
    return new Table(columns, rows);
  }

  private static double[] numbers(Path file, CSVRecord row) throws IOException {
    double[] numbers = new double[row.size()];
    for (int i = 0; i < numbers.length; i++) {
      try {
        numbers[i] = row.get(i).isEmpty() ? Double.NaN : Double.parseDouble(row.get(i));
      } catch (NumberFormatException e) {
        throw new IOException(
            "%s, line %d: '%s' is not a number".formatted(file, row.getRecordNumber(), row.get(i)));
      }
    }
    return numbers;
  }

  private static void copyRows(Path file, List<String> columns, int nextEpoch, CSVPrinter copy)
      throws IOException {
    try (CSVParser parser = FORMAT.parse(new StringReader(wholeLines(file)))) {
      for (CSVRecord row : parser) {
        if (row.getRecordNumber() == 1) {
          requireColumns(file, row, columns);
        } else if (epoch(file, row, columns.size()) < nextEpoch) {
          copy.printRecord(row);
        }
      }
    } catch (UncheckedIOException e) {
      throw new IOException(file + " is not a table: " + e.getCause().getMessage(), e);
    }
  }

  /** What stands behind the last line break was being written when the process died. */
  private static String wholeLines(Path file) throws IOException {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return text.substring(0, text.lastIndexOf('\n') + 1);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + DataException.reason(e), e);
    }
  }

  private static void requireColumns(Path file, CSVRecord header, List<String> columns)
      throws IOException {
    if (!header.toList().equals(columns)) {
      throw new IOException(
          file + " has the columns " + header.toList() + "; this run writes " + columns);
    }
  }

  private static int epoch(Path file, CSVRecord row, int columns) throws IOException {
    if (row.size() == columns && row.get(0).matches("[0-9]{1,9}")) {
      return Integer.parseInt(row.get(0));
    }
    throw new IOException(
        "%s, line %d: %s is not an epoch and %d values"
            .formatted(file, row.getRecordNumber(), row.toList(), columns - 1));
  }

  /** Appends one row; a value that is not known is null and leaves its field empty. */
  public void append(int epoch, List<?> values) throws IOException {
    if (values.size() + 1 != columns) {
      throw new IllegalArgumentException(
          values.size() + " values do not fill " + (columns - 1) + " columns beside the epoch");
    }
    printer.print(epoch);
    printer.printRecord(values);
    printer.flush();
  }

  @Override
  public void close() throws IOException {
    printer.close();
  }
}
