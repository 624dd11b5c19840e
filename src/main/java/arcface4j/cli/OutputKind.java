package arcface4j.cli;

import arcface4j.io.NamedChannel;
import arcface4j.search.EmbeddingIndex;
import arcface4j.train.CheckpointFile;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a command writes into a file, and how such a file is known by its content.
 *
 * @param description with its article, for messages
 * @param recognition whether this program wrote a file
 */
record OutputKind(String description, Recognition recognition) {

  /** Looks at a file that is there and not empty. */
  interface Recognition {
    boolean wrote(Path file) throws IOException;
  }

  /** A model. */
  static final OutputKind CHECKPOINT = new OutputKind("a checkpoint", CheckpointFile::isCheckpoint);

  /** Embeddings to search in. */
  static final OutputKind INDEX = new OutputKind("an index", EmbeddingIndex::isIndex);

  /** What is kept beside an index. */
  static final OutputKind GRAPH = new OutputKind("a graph of an index", EmbeddingIndex::isGraph);

  /** Embeddings as one table. */
  static final OutputKind TABLE = new OutputKind("a table of embed", OutputKind::isTable);

  /** What {@code report} writes. */
  static final OutputKind PAGE = new OutputKind("a page of report", OutputKind::isPage);

  /** What {@code evaluate} writes. */
  static final OutputKind RESULT = new OutputKind("a result of evaluate", OutputKind::isResult);

  /** What {@code data --preview} writes. */
  static final OutputKind SHEET = new OutputKind("a preview of data", OutputKind::isSheet);

  private static final Pattern TABLE_HEAD = Pattern.compile("path,label,e0(,e[1-9][0-9]*)*\\R");
  private static final int HEAD_BYTES = 1 << 16;

  private static boolean isTable(Path file) throws IOException {
    return TABLE_HEAD.matcher(head(file)).lookingAt();
  }

  /** The title of the page ends in what made it. */
  private static boolean isPage(Path file) throws IOException {
    String head = head(file);
    return head.startsWith("<!doctype html>") && head.contains(": arcface4j report</title>");
  }

  private static boolean isSheet(Path file) throws IOException {
    return head(file).contains("tEXtSoftware\0" + PreviewSheet.SOFTWARE);
  }

  private static boolean isResult(Path file) throws IOException {
    try (InputStream in = NamedChannel.input(file)) {
      JsonNode json = new ObjectMapper().readTree(in);
      return json.has("checkpoint") && json.has("protocol") && json.has("measures");
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static String head(Path file) throws IOException {
    try (InputStream in = NamedChannel.input(file)) {
      return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
    }
  }
}
