package arcface4j.cli;

import arcface4j.io.FileName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Pairs of images from a table with the columns {@code first}, {@code second} and perhaps {@code
 * same} (1 or 0). Paths are relative to the table's own folder; one in quotes keeps spaces at its
 * ends.
 *
 * @param pairs in the order of the table
 */
record PairFile(List<Pair> pairs) {

  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT
          .builder()
          .setHeader()
          .setSkipHeaderRecord(true)
          .setIgnoreSurroundingSpaces(true)
          .setIgnoreEmptyLines(true)
          .get();

  /**
   * Two images.
   *
   * @param same whether they are of one class, if the table says
   */
  record Pair(Path first, Path second, Optional<Boolean> same) {}

  /** Reads the table and looks for every file, or says in one line what is wrong where. */
  static PairFile read(Path table) throws IOException {
    List<Pair> pairs = new ArrayList<>();
    try (BufferedReader text = Csv.open(table);
        CSVParser lines = CSVParser.parse(text, FORMAT)) {
      if (!lines.getHeaderNames().containsAll(List.of("first", "second"))) {
        throw new IOException(
            "%s has the columns %s; first,second,same are needed"
                .formatted(table, lines.getHeaderNames()));
      }
      for (CSVRecord line : lines) {
        String where = table + ", pair " + line.getRecordNumber();
        pairs.add(
            new Pair(
                image(table, line, "first", where),
                image(table, line, "second", where),
                same(line, where)));
      }
    } catch (UncheckedIOException | CharacterCodingException | IllegalArgumentException e) {
      throw Csv.fault(table, "table of pairs", e);
    }
    if (pairs.isEmpty()) {
      throw new IOException(table + " has no pairs");
    }
    return new PairFile(pairs);
  }

  /** The same, for a table that says of every pair whether it is of one class. */
  static PairFile readMarked(Path table) throws IOException {
    PairFile file = read(table);
    if (!file.isMarked()) {
      throw new IOException(table + ": every pair needs same, 1 or 0");
    }
    return file;
  }

  private static Path image(Path table, CSVRecord line, String column, String where)
      throws IOException {
    try {
      Path image = table.resolveSibling(FileName.path(line.get(column)));
      if (Files.isRegularFile(image)) {
        return image;
      }
      throw new IOException(where + ": there is no image " + image);
    } catch (InvalidPathException e) {
      throw new IOException(where + ": '" + line.get(column) + "' is not a path", e);
    }
  }

  private static Optional<Boolean> same(CSVRecord line, String where) throws IOException {
    if (!line.isSet("same") || line.get("same").isEmpty()) {
      return Optional.empty();
    }
    return switch (line.get("same")) {
      case "1" -> Optional.of(true);
      case "0" -> Optional.of(false);
      default -> throw new IOException(where + ": same is '" + line.get("same") + "', not 1 or 0");
    };
  }

  /** Whether every pair says if it is of one class. */
  boolean isMarked() {
    return pairs.stream().allMatch(pair -> pair.same().isPresent());
  }

  /** Whether some pairs say it and others do not. */
  boolean isPartlyMarked() {
    return !isMarked() && pairs.stream().anyMatch(pair -> pair.same().isPresent());
  }

  /** Every image once, in the order of the pairs. */
  List<Path> images() {
    return pairs.stream()
        .flatMap(pair -> List.of(pair.first(), pair.second()).stream())
        .distinct()
        .toList();
  }
}
