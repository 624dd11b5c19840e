package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import arcface4j.npy.NpyArray;
import arcface4j.train.CheckpointFile;
import arcface4j.train.CheckpointWriter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A checkpoint that is none, or not of this network: one line that names the file. */
@Tag("slow")
class BadCheckpointTest {

  @TempDir static Path common;
  private static Path good;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    good = CliRun.trained(common.resolve("run"));
  }

  private void refused(Path file, String... parts) {
    Path out = folder.resolve("refused");
    for (CliRun run :
        new CliRun[] {
          CliRun.of("evaluate", "--checkpoint", file.toString()),
          CliRun.of("train", "--resume", file.toString(), "--epochs", "2", "--out", out.toString())
        }) {
      run.failed(Cli.FAILED, parts);
      run.failed(Cli.FAILED, file.toString());
      assertEquals("", run.out());
    }
    assertFalse(Files.exists(out));
  }

  @Test
  void aMissingFileAndAFolderAreNoCheckpoints() throws IOException {
    refused(folder.resolve("missing.ckpt"), "no such file");
    refused(Files.createDirectory(folder.resolve("folder.ckpt")));
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(good);
    for (int length : new int[] {0, 1, whole.length / 2, whole.length - 1}) {
      refused(Files.write(folder.resolve("cut.ckpt"), Arrays.copyOf(whole, length)));
    }
  }

  @Test
  void aZipOfAnotherProgramIsRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      // What DL4J's ModelSerializer writes begins like this.
      zip.putNextEntry(new ZipEntry("configuration.json"));
      zip.write("{\"vertices\":{}}".getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("coefficients.bin"));
    }
    refused(Files.write(folder.resolve("dl4j.zip"), bytes.toByteArray()));
    refused(Files.writeString(folder.resolve("a.txt"), "no checkpoint"));
  }

  @Test
  void arraysOfAnotherNetworkAreRefused() throws IOException {
    Path other =
        changed(
            content -> stage(content, 0).put("blocks", 3), // an array more than there is
            arrays -> {});
    refused(other, "it holds ", " parameters; the network it describes has ");
    Path renamed =
        changed(
            content -> {},
            arrays -> arrays.put("parameters/conv2", arrays.remove("parameters/conv1.weight")));
    refused(renamed, "it has no array parameters/conv1.weight");
    Path reshaped =
        changed(
            content -> {},
            arrays ->
                arrays.compute(
                    "parameters/head.weight", (name, old) -> NpyArray.of(old.floats(), 32, 3)));
    refused(reshaped, "parameters/head.weight is <f4 [32, 3]; <f4 [3, 32] is needed");
  }

  /** Memory is taken for the arrays in the file, never for what a description claims. */
  @ParameterizedTest
  @CsvSource({
    "channels, 2000000000, parameters; the network it describes has",
    "blocks, 2000000000, parameters; the network it describes has",
    "channels, 0, a stage of 2 blocks",
    "stride, 3, a stage of 2 blocks"
  })
  void aHostileDescriptionIsRefused(String key, int value, String message) throws IOException {
    refused(changed(content -> stage(content, 3).put(key, value), arrays -> {}), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2000000000 | 64          | parameters; the network it describes has",
        "8          | 2000000000  | parameters; the network it describes has",
        "0          | 64          | a stem of 0 channels",
        "8          | 64,0        | stages of [64, 0]",
        "8          | 1,1,1,1,1,1 | 6 stages, each of which halves images of 32 pixels"
      })
  void aHostilePlainNetworkIsRefused(int stem, String widths, String message) throws IOException {
    ObjectNode network =
        JsonNodeFactory.instance
            .objectNode()
            .put("channels", 3)
            .put("imageSize", 32)
            .put("stem", stem)
            .put("features", 0);
    Arrays.stream(widths.split(",")).map(Integer::valueOf).forEach(network.putArray("widths")::add);
    Path file = changed(c -> ((ObjectNode) c.path("model")).set("network", network), arrays -> {});
    refused(file, message);
  }

  @ParameterizedTest
  @CsvSource({
    "/model/head, margin, 4, 'margin 4.0 is not in [0, pi)'",
    "/model/head, scale, 0, scale 0.0 is not a finite number above 0",
    "/model/network, imageSize, 0, image size 0 is too small",
    "/model/network, channels, 1, a normalisation of 3 channels and a network for 1",
    "/options, batchSize, 0, batches of 0",
    "/progress, step, -1, step -1"
  })
  void aValueOutOfRangeIsRefused(String part, String key, int value, String message)
      throws IOException {
    refused(changed(content -> ((ObjectNode) content.at(part)).put(key, value), a -> {}), message);
  }

  @ParameterizedTest
  @CsvSource({"'', model", "'', options", "'', progress", "/model, labels", "/model, network"})
  void aMissingPartIsRefused(String parent, String part) throws IOException {
    refused(changed(content -> ((ObjectNode) content.at(parent)).remove(part), arrays -> {}), part);
    refused(changed(c -> ((ObjectNode) c.at(parent)).putNull(part), arrays -> {}));
  }

  private static ObjectNode stage(JsonNode content, int number) {
    return (ObjectNode) content.at("/model/network/stages/" + number);
  }

  /** The good checkpoint with changes, under a seal that fits them. */
  private Path changed(Consumer<JsonNode> content, Consumer<Map<String, NpyArray>> arrays)
      throws IOException {
    CheckpointFile file = CheckpointFile.read(good);
    JsonNode changedContent = file.content().deepCopy();
    content.accept(changedContent);
    Map<String, NpyArray> changedArrays = new LinkedHashMap<>(file.arrays());
    arrays.accept(changedArrays);
    Path target = folder.resolve("changed.ckpt");
    CheckpointWriter.write(target, changedContent, changedArrays);
    return target;
  }
}
