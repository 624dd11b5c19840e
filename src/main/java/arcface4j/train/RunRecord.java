package arcface4j.train;

import arcface4j.backend.Machine;
import arcface4j.io.AtomicFile;
import arcface4j.io.DataException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * {@code run.json}: what a run was, enough to repeat it. Written when the run starts, again when it
 * ends; a resumed run in the same folder keeps the earlier records under {@code earlier}.
 */
public final class RunRecord {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunFolder folder;
  private final ObjectNode json;

  private RunRecord(RunFolder folder, ObjectNode json) {
    this.folder = folder;
    this.json = json;
  }

  /**
   * What the caller knows of its run.
   *
   * @param options every option, defaults included
   * @param seed the seed that everything random derives from
   * @param dataHash a hash over the training data
   * @param versions of Java, DL4J, oneDNN and whatever else computes
   */
  public record Setting(
      JsonNode options, long seed, String dataHash, Map<String, String> versions) {}

  /**
   * Writes the record of a run that starts now.
   *
   * @throws IOException if it cannot be written, or an earlier {@code run.json} is not JSON
   */
  public static RunRecord start(RunFolder folder, Setting setting) throws IOException {
    BuildInfo build = BuildInfo.current();
    ObjectNode json = JSON.createObjectNode();
    json.put("start", now());
    json.putNull("end");
    json.putNull("results");
    json.set("options", setting.options());
    json.put("seed", setting.seed());
    json.put("dataHash", setting.dataHash());
    json.putObject("program")
        .put("version", build.version())
        .put("commit", build.commit())
        .put("changed", build.changed());
    setting.versions().forEach(json.putObject("versions")::put);
    json.set("machine", JSON.valueToTree(Machine.current()));
    json.set("earlier", earlier(folder));
    RunRecord record = new RunRecord(folder, json);
    record.write();
    return record;
  }

  /** Adds the end and the results, whatever the way the run ended. */
  public void finish(JsonNode results) throws IOException {
    json.put("end", now());
    json.set("results", results);
    write();
  }

  /** The records of this folder, oldest first, each without the list of those before it. */
  private static ArrayNode earlier(RunFolder folder) throws IOException {
    ArrayNode records = JSON.createArrayNode();
    if (Files.exists(folder.record())) {
      JsonNode last = read(folder);
      records.addAll((ArrayNode) last.withArray("earlier"));
      records.add(((ObjectNode) last).without("earlier"));
    }
    return records;
  }

  /**
   * The record of the run in this folder.
   *
   * @throws IOException if there is none; the message is one line
   */
  public static JsonNode read(RunFolder folder) throws IOException {
    try {
      JsonNode record = JSON.readTree(folder.record().toFile());
      if (record instanceof ObjectNode && record.path("earlier").isArray()) {
        return record;
      }
    } catch (IOException e) {
      throw new IOException(folder.record() + " cannot be read: " + oneLine(e), e);
    }
    throw new IOException(folder.record() + " is not the record of a run");
  }

  private static String oneLine(IOException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private void write() throws IOException {
    String text = json.toPrettyString() + "\n";
    try {
      AtomicFile.write(folder.record(), text);
    } catch (IOException e) {
      throw new IOException(folder.record() + " cannot be written: " + DataException.reason(e), e);
    }
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
