package arcface4j.data;

import arcface4j.io.DataException;
import arcface4j.io.FileName;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * Lists the images that a table names: {@code path} and, where they are known, {@code label} and
 * {@code split}, as columns of a CSV or TSV file or as fields of JSON objects, one a line. A path
 * is relative to the table's folder unless it is absolute.
 */
final class TableListing {

  private static final String PATH = "path";
  private static final String LABEL = "label";
  private static final String SPLIT = "split";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path table;
  private final Map<Split, List<ImageFile>> splits = new EnumMap<>(Split.class);
  private final List<ImageFile> unsplit = new ArrayList<>();

  private TableListing(Path table) {
    this.table = table;
  }

  /**
   * Reads a table.
   *
   * @throws DataException if it cannot be read, has no column or field path, names no image, or a
   *     line is wrong; the message has the line
   */
  static ImageListing of(Path table) throws DataException {
    TableListing listing = new TableListing(table);
    String name = table.getFileName().toString().toLowerCase(Locale.ROOT);
    try {
      if (name.endsWith("sv")) {
        listing.readColumns(name.endsWith(".tsv") ? CSVFormat.TDF : CSVFormat.DEFAULT);
      } else {
        listing.readObjects();
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      // The parser answers a head with an empty or repeated name with an unchecked exception.
      throw DataException.at(table, "the table cannot be read", e);
    }
    if (listing.unsplit.isEmpty() && listing.splits.isEmpty()) {
      throw DataException.at(table, "the table names no image");
    }
    return new ImageListing(
        table, listing.splits, List.copyOf(listing.unsplit), List.of(), Map.of(), List.of());
  }

  private void readColumns(CSVFormat format) throws IOException {
    CSVFormat withHeader =
        format
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
            .get();
    try (BufferedReader reader = Files.newBufferedReader(table, StandardCharsets.UTF_8);
        CSVParser parser = withHeader.parse(reader)) {
      if (!parser.getHeaderNames().contains(PATH)) {
        throw DataException.at(
            table,
            "the columns are %s; path is needed, label and split may stand beside it"
                .formatted(parser.getHeaderNames()));
      }
      for (CSVRecord row : parser) {
        add(
            parser.getCurrentLineNumber(),
            row.get(PATH),
            optional(row, LABEL),
            optional(row, SPLIT));
      }
    }
  }

  private static String optional(CSVRecord row, String column) {
    return row.isSet(column) ? row.get(column) : "";
  }

  private void readObjects() throws IOException {
    long number = 0;
    try (BufferedReader reader = Files.newBufferedReader(table, StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        number++;
        if (!line.isBlank()) {
          JsonNode object = object(number, line);
          add(
              number,
              object.path(PATH).asText(),
              object.path(LABEL).asText(),
              object.path(SPLIT).asText());
        }
      }
    }
  }

  private JsonNode object(long number, String line) throws DataException {
    try {
      JsonNode object = JSON.readTree(line);
      if (object.isObject() && object.hasNonNull(PATH)) {
        return object;
      }
    } catch (JsonProcessingException e) {
      // The message below says what would be right.
    }
    throw wrong(number, "is no JSON object with a path, such as {\"path\": \"a/1.jpg\"}");
  }

  private void add(long line, String path, String label, String split) throws DataException {
    if (path.isEmpty()) {
      throw wrong(line, "has an empty path");
    }
    ImageFile file = new ImageFile(resolve(line, path), label, -1);
    if (split.isEmpty()) {
      unsplit.add(file);
      return;
    }
    Optional<Split> named = Split.named(split);
    if (named.isEmpty()) {
      throw wrong(line, "has the split '" + split + "'; it is train, val or test");
    }
    splits.computeIfAbsent(named.get(), any -> new ArrayList<>()).add(file);
  }

  private Path resolve(long line, String path) throws DataException {
    try {
      return table.resolveSibling(FileName.path(path));
    } catch (InvalidPathException e) {
      throw wrong(line, "has '" + path + "', which is not a path");
    }
  }

  private DataException wrong(long line, String what) {
    return DataException.at(table, "line " + line + " " + what);
  }
}
