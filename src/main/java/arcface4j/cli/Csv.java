package arcface4j.cli;

import arcface4j.io.NamedChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Tables of comma-separated values in UTF-8. */
final class Csv {

  static final CSVFormat FORMAT = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Csv() {}

  /** Prints all records. */
  interface Content {
    void printTo(CSVPrinter lines) throws IOException;
  }

  static CSVPrinter printer(Appendable out) throws IOException {
    return new CSVPrinter(out, FORMAT);
  }

  /** A table to be shown: without the end of its last line. */
  static String text(Content content) throws IOException {
    StringBuilder text = new StringBuilder();
    try (CSVPrinter lines = printer(text)) {
      content.printTo(lines);
    }
    return text.toString().stripTrailing();
  }

  /** The text without the byte order mark that spreadsheets put in front. */
  static BufferedReader open(Path table) throws IOException {
    BufferedReader text =
        new BufferedReader(
            new InputStreamReader(NamedChannel.input(table), StandardCharsets.UTF_8.newDecoder()));
    try {
      text.mark(1);
      if (text.read() != BYTE_ORDER_MARK) {
        text.reset();
      }
      return text;
    } catch (IOException e) {
      text.close();
      throw e;
    }
  }

  /**
   * What is wrong with a file that cannot be parsed, in one line.
   *
   * @param kind what it should be
   */
  static IOException fault(Path table, String kind, Exception e) {
    boolean otherEncoding =
        e instanceof CharacterCodingException || e.getCause() instanceof CharacterCodingException;
    return new IOException(
        otherEncoding
            ? table + " is not UTF-8; spreadsheets can save a table as CSV UTF-8"
            : "%s is no %s: %s".formatted(table, kind, e.getMessage()),
        e);
  }
}
