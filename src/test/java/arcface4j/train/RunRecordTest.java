package arcface4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {

  private static final LocalDateTime START = LocalDateTime.of(2026, 1, 2, 3, 4, 5);
  private static final RunRecord.Setting SETTING =
      new RunRecord.Setting(
          JsonNodeFactory.instance.objectNode().put("epochs", 3),
          42,
          "c0ffee",
          Map.of("dl4j", "1.0.0-M2.1"));

  @TempDir Path parent;

  @Test
  void twoRunsOfOneSecondHaveTwoFolders() throws IOException {
    Path runs = parent.resolve("runs");
    assertEquals(
        runs.resolve("20260102-030405-smoke"), RunFolder.create(runs, START, "smoke").path());
    assertEquals(
        runs.resolve("20260102-030405-smoke-2"), RunFolder.create(runs, START, "smoke").path());
    assertEquals(
        runs.resolve("20260102-030405-smoke-3"), RunFolder.create(runs, START, "smoke").path());
  }

  @Test
  void aNameCannotLeaveTheFolder() throws IOException {
    RunFolder folder = RunFolder.create(parent, START, "../a b/\n\0é=1");
    assertEquals(parent.resolve("20260102-030405-..-a-b-é=1"), folder.path());
    assertTrue(Files.isDirectory(folder.path()));
  }

  @Test
  void aTriedFolderIsEmpty() throws IOException {
    try (Stream<Path> files = Files.list(RunFolder.open(parent.resolve("a/b")).path())) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void aFolderThatCannotBeWrittenToIsRefusedInOneLine() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    for (Path impossible : List.of(file, file.resolve("below"))) {
      IOException refusal = assertThrows(IOException.class, () -> RunFolder.open(impossible));
      assertTrue(
          refusal.getMessage().startsWith("the run folder " + impossible + " cannot be written"),
          refusal::getMessage);
      assertEquals(1, refusal.getMessage().lines().count());
    }
    IOException refusal = assertThrows(IOException.class, () -> RunFolder.create(file, START, "x"));
    assertTrue(
        refusal.getMessage().endsWith("a file of that name is in the way"), refusal::getMessage);
  }

  @EnabledOnOs(OS.LINUX)
  @Test
  void aFolderThatIsThereButTakesNoFilesIsRefused() {
    Path noFiles = Path.of("/proc/self");
    IOException refusal = assertThrows(IOException.class, () -> RunFolder.open(noFiles));
    assertTrue(
        refusal.getMessage().startsWith("the run folder /proc/self cannot be written to: "),
        refusal::getMessage);
  }

  @Test
  void theRecordTellsHowToRepeatTheRun() throws IOException {
    RunFolder folder = RunFolder.open(parent);
    RunRecord record = RunRecord.start(folder, SETTING);
    JsonNode started = json(folder);
    assertTrue(started.get("end").isNull());
    assertTrue(started.get("results").isNull());
    record.finish(JsonNodeFactory.instance.objectNode().put("accuracy", 0.5));
    JsonNode json = json(folder);
    assertEquals(3, json.at("/options/epochs").asInt());
    assertEquals(42, json.get("seed").asLong());
    assertEquals("c0ffee", json.get("dataHash").asText());
    assertEquals("1.0.0-M2.1", json.at("/versions/dl4j").asText());
    assertEquals(0.5, json.at("/results/accuracy").asDouble());
    assertFalse(
        Instant.parse(json.get("end").asText())
            .isBefore(Instant.parse(json.get("start").asText())));
    assertEquals(BuildInfo.current().commit(), json.at("/program/commit").asText());
    assertEquals(Runtime.getRuntime().maxMemory(), json.at("/machine/maxHeapBytes").asLong());
    assertFalse(json.at("/machine/processor").asText().isBlank());
  }

  @Test
  void aResumedRunKeepsTheRecordsBeforeIt() throws IOException {
    RunFolder folder = RunFolder.open(parent);
    for (int run = 0; run < 3; run++) {
      RunRecord.start(folder, SETTING).finish(JsonNodeFactory.instance.numberNode(run));
    }
    JsonNode json = json(folder);
    assertEquals(2, json.get("results").asInt());
    assertEquals(2, json.get("earlier").size());
    assertEquals(0, json.at("/earlier/0/results").asInt());
    assertEquals(1, json.at("/earlier/1/results").asInt());
    assertFalse(json.at("/earlier/1").has("earlier"));
  }

  @Test
  void aForeignRunJsonIsNotOverwritten() throws IOException {
    RunFolder folder = RunFolder.open(parent);
    for (String text : List.of("", "{", "[1]", "{\"a\":1}")) {
      Files.writeString(folder.record(), text);
      IOException refusal =
          assertThrows(IOException.class, () -> RunRecord.start(folder, SETTING), text);
      assertTrue(refusal.getMessage().startsWith(folder.record() + " "), refusal::getMessage);
      assertEquals(1, refusal.getMessage().lines().count(), refusal::getMessage);
      assertEquals(text, Files.readString(folder.record()));
    }
  }

  @Test
  void aBuildWithoutACloneIsUnknown() {
    assertEquals(new BuildInfo("unknown", "unknown", false), BuildInfo.of(new Properties()));
    Properties properties = new Properties();
    properties.setProperty("git.build.version", "0.1.0");
    properties.setProperty("git.commit.id.abbrev", "abc1234");
    properties.setProperty("git.dirty", "true");
    BuildInfo changed = BuildInfo.of(properties);
    assertEquals(new BuildInfo("0.1.0", "abc1234", true), changed);
    assertEquals("arcface4j 0.1.0 (commit abc1234, changed)", changed.describe());
  }

  private static JsonNode json(RunFolder folder) throws IOException {
    return new ObjectMapper().readTree(folder.record().toFile());
  }
}
