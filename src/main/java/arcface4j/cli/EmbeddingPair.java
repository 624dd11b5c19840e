package arcface4j.cli;

import arcface4j.io.AtomicFile;
import arcface4j.io.NamedChannel;
import arcface4j.npy.NpyFormatException;
import arcface4j.npy.NpyRowReader;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Vectors and the table beside them, as {@code embed} writes both. A user may well have an array or
 * a table with such columns; that {@code embed} wrote them shows in that both are there and have as
 * many rows.
 *
 * @param format of the two
 * @param vectors the file that the user names
 * @param table the file beside it
 */
record EmbeddingPair(EmbeddingFormat format, Path vectors, Path table) {

  /** No number of rows that a pair has. */
  private static final long FOREIGN = -1;

  private static final Pattern NUMBERS = Pattern.compile("[-+.0-9E]+(\t[-+.0-9E]+)*");

  OutputKind ofVectors() {
    return new OutputKind("an array of embed with its table beside it", file -> isOfEmbed());
  }

  OutputKind ofTable() {
    return new OutputKind("a table of embed with its array beside it", file -> isOfEmbed());
  }

  private boolean isOfEmbed() throws IOException {
    long rows = Files.exists(vectors) ? rows() : FOREIGN;
    return rows != FOREIGN && (Files.exists(table) ? rows == tableRows() : isHalfWritten());
  }

  /** A process that was killed between the two has left the temporary file of the table. */
  private boolean isHalfWritten() throws IOException {
    return AtomicFile.isHalfWritten(table);
  }

  private long rows() throws IOException {
    return format == EmbeddingFormat.NPY ? arrayRows() : lines(vectors, this::areNumbers);
  }

  private long arrayRows() throws IOException {
    try (InputStream in = NamedChannel.input(vectors)) {
      return new NpyRowReader(in).rows();
    } catch (NpyFormatException | EOFException e) {
      return FOREIGN;
    }
  }

  private boolean areNumbers(String line) {
    return NUMBERS.matcher(line).matches();
  }

  private long tableRows() throws IOException {
    return format == EmbeddingFormat.NPY ? records() : linesBelowHead();
  }

  private long records() throws IOException {
    try (BufferedReader text = Csv.open(table);
        CSVParser lines = CSVParser.parse(text, Csv.FORMAT)) {
      boolean isHead = true;
      for (CSVRecord line : lines) {
        if (isHead && !line.toList().equals(EmbeddingFormat.COLUMNS)) {
          return FOREIGN;
        }
        isHead = false;
      }
      return lines.getRecordNumber() - 1;
    } catch (UncheckedIOException | CharacterCodingException e) {
      return FOREIGN;
    }
  }

  private long linesBelowHead() throws IOException {
    try (BufferedReader text = Csv.open(table)) {
      boolean hasHead = format.head().equals(text.readLine());
      return hasHead ? lines(table, line -> true) - 1 : FOREIGN;
    } catch (CharacterCodingException e) {
      return FOREIGN;
    }
  }

  private static long lines(Path file, Predicate<String> accepted) throws IOException {
    long lines = 0;
    try (BufferedReader text = Csv.open(file)) {
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        if (!accepted.test(line)) {
          return FOREIGN;
        }
        lines++;
      }
      return lines;
    } catch (CharacterCodingException e) {
      return FOREIGN;
    }
  }
}
