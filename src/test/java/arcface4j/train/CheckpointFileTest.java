package arcface4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.npy.ElementType;
import arcface4j.npy.NpyArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {

  private static final JsonNode CONTENT =
      JsonNodeFactory.instance.objectNode().put("epoch", 7).put("note", "Grüße\n\u2603");

  @TempDir Path folder;

  private static Map<String, NpyArray> arrays() {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    arrays.put("parameters/conv1.weight", NpyArray.of(new float[] {1, -0f, Float.NaN}, 1, 3));
    arrays.put("optimizer/conv1.weight", NpyArray.of(new double[] {Math.PI}));
    arrays.put("optimizer/step", NpyArray.of(new long[] {Long.MIN_VALUE}, 1));
    arrays.put("empty", NpyArray.of(new float[0], 0, 4));
    return arrays;
  }

  private Path written() throws IOException {
    Path file = folder.resolve("a.ckpt");
    CheckpointWriter.write(file, CONTENT, arrays());
    return file;
  }

  @Test
  void whatIsWrittenIsReadBackBitByBit() throws IOException {
    CheckpointFile read = CheckpointFile.read(written());
    assertEquals(CONTENT, read.content());
    assertEquals(List.copyOf(arrays().keySet()), List.copyOf(read.arrays().keySet()));
    for (Map.Entry<String, NpyArray> array : arrays().entrySet()) {
      assertArrayEquals(bytes(array.getValue()), bytes(read.arrays().get(array.getKey())));
    }
  }

  @Test
  void theSameContentGivesTheSameBytes() throws IOException {
    byte[] first = Files.readAllBytes(written());
    assertArrayEquals(first, Files.readAllBytes(written()));
  }

  @Test
  void otherProgramsSeeAnOrdinaryZipOfPlainArrays() throws IOException {
    try (ZipFile zip = new ZipFile(written().toFile())) {
      List<String> names = zip.stream().map(ZipEntry::getName).toList();
      assertEquals("checkpoint.json", names.get(0));
      assertEquals("parameters/conv1.weight.npy", names.get(1));
      assertTrue(zip.stream().allMatch(entry -> entry.getMethod() == ZipEntry.STORED));
      NpyArray step = NpyArray.read(zip.getInputStream(zip.getEntry("optimizer/step.npy")));
      assertArrayEquals(bytes(arrays().get("optimizer/step")), bytes(step));
    }
  }

  @Test
  void aCheckpointWithoutArraysIsOne() throws IOException {
    Path file = folder.resolve("none.ckpt");
    CheckpointWriter.write(file, CONTENT, Map.of());
    assertEquals(Map.of(), CheckpointFile.read(file).arrays());
  }

  @Test
  void anArrayIsGivenOnlyAsItIsNeeded() throws IOException {
    CheckpointFile read = CheckpointFile.read(written());
    assertEquals(3, read.array("parameters/conv1.weight", ElementType.FLOAT, 1, 3).length());
    assertMessage(
        "has no array head.weight", () -> read.array("head.weight", ElementType.FLOAT, 3));
    assertMessage(
        "parameters/conv1.weight is <f4 [1, 3]; <f4 [3] is needed",
        () -> read.array("parameters/conv1.weight", ElementType.FLOAT, 3));
    assertMessage(
        "optimizer/step is <i8 [1]; <f8 [1] is needed",
        () -> read.array("optimizer/step", ElementType.DOUBLE, 1));
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(written());
    for (int length = 0; length < whole.length; length++) {
      refuse(Arrays.copyOf(whole, length), "");
    }
  }

  @Test
  void everyFlippedBitIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(written());
    for (int position = 0; position < whole.length; position++) {
      byte[] flipped = whole.clone();
      flipped[position] ^= (byte) (1 << position % 8);
      refuse(flipped, "");
    }
  }

  /** Damage that carries a right seal, as an attacker could make it, must end in order too. */
  @Test
  void changesUnderAValidSealAreReadOrRefusedInOrder() throws IOException {
    byte[] whole = Files.readAllBytes(written());
    Random random = new Random(5);
    int refused = 0;
    for (int trial = 0; trial < 3000; trial++) {
      byte[] changed = whole.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        changed[random.nextInt(whole.length)] = (byte) random.nextInt(256);
      }
      refused += refusals(sealed(changed));
    }
    assertTrue(refused > 1000, "refused " + refused);
  }

  @Test
  void filesOfSomebodyElseAreRefused() throws IOException {
    refuse(
        "hello, this is a text file of some length".getBytes(StandardCharsets.UTF_8), "not a ch");
    refuse(new byte[0], "the file is empty");
    ByteArrayOutputStream npz = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(npz)) {
      zip.putNextEntry(new ZipEntry("weight.npy"));
      NpyArray.of(new float[100], 100).write(zip);
    }
    refuse(npz.toByteArray(), "a zip file of something else");
    Path dl4j = folder.resolve("model.zip");
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list(new OutputLayer.Builder().nIn(2).nOut(2).build())
                .build());
    net.init();
    ModelSerializer.writeModel(net, dl4j.toFile(), true);
    assertMessage("a zip file of something else", () -> CheckpointFile.read(dl4j));
    assertMessage("no such file", () -> CheckpointFile.read(folder.resolve("none")));
    assertMessage("", () -> CheckpointFile.read(folder));
  }

  @Test
  void manifestsThatDoNotFitAreRefused() throws IOException {
    refuseManifest("", "is not that of an arcface4j checkpoint");
    refuseManifest("{", "is not JSON");
    refuseManifest("[]", "is not that of an arcface4j checkpoint");
    refuseManifest("{\"format\":\"other\",\"version\":1}", "is not that of an arcface4j");
    String start = "{\"format\":\"arcface4j\",\"version\":";
    refuseManifest(start + "2}", "it has format version 2; this program reads 1");
    refuseManifest(start + "\"1\"}", "it has format version \"1\"");
    refuseManifest(start + "1}", "lacks its arrays");
    refuseManifest(start + "1,\"version\":1}", "is not JSON: Duplicate");
    refuseManifest(start + "1,\"arrays\":{},\"content\":{}} {}", "is not JSON");
    refuseManifest(start + "1,\"arrays\":{},\"content\":" + "[".repeat(5000), "is not JSON");
    for (String shape : List.of("null", "[-1]", "[1.5]", "[99999999999]", "\"3\"", "{}")) {
      refuseManifest(
          start + "1,\"content\":{},\"arrays\":{\"a\":{\"type\":\"<f4\",\"shape\":" + shape + "}}}",
          "a has no shape of whole numbers");
    }
    refuseManifest(
        start + "1,\"content\":{},\"arrays\":{\"a\":{\"type\":\"|O\",\"shape\":[1]}}}",
        "a has the unknown type '|O'");
    for (String name :
        List.of("../a", "a/../b", "/a", "a//b", "", "..", "c:\\\\a", "a b", "a\\n")) {
      refuseManifest(
          start + "1,\"content\":{},\"arrays\":{\"" + name + "\":{\"type\":\"<f4\",\"shape\":[]}}}",
          "is not a name of an array");
    }
  }

  @Test
  void changedManifestsOfAWholeZipAreReadOrRefusedInOrder() throws IOException {
    Random random = new Random(6);
    byte[] characters = "[]{}\",:-.0129eul<f48\\\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);
    int refused = 0;
    for (int trial = 0; trial < 2000; trial++) {
      byte[] json = manifest("a", "b").bytes;
      for (int change = random.nextInt(3); change >= 0; change--) {
        json[random.nextInt(json.length)] = characters[random.nextInt(characters.length)];
      }
      Path file = zip(new Entry("checkpoint.json", json), array("a.npy", 3), array("b.npy", 3));
      refused += refusals(file);
    }
    assertTrue(refused > 1000, "refused " + refused);
  }

  @Test
  void namesThatLeaveTheFolderAreNotWritten() {
    for (String name : List.of("../a", "a/..", "/a", "", "a b", "a\\b", "./a")) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              CheckpointWriter.write(
                  folder.resolve("x"), CONTENT, Map.of(name, NpyArray.of(new float[1], 1))));
    }
    assertEquals(List.of(), files());
  }

  @Test
  void entriesThatAreMissingExtraDoubleOrInAnotherOrderAreRefused() throws IOException {
    Entry json = manifest("a", "b");
    Entry a = array("a.npy", 3);
    Entry b = array("b.npy", 3);
    CheckpointFile.read(zip(json, a, b));
    refuse(zip(json, a), "b.npy is missing; in its place is the end");
    refuse(zip(json, b, a), "a.npy is missing; in its place is 'b.npy'");
    refuse(zip(json, a, b, array("c.npy", 3)), "'c.npy' is not in the manifest");
    refuse(zip(json, a, b, new Entry("../evil", new byte[3])), "'../evil' is not in");
    refuse(zip(a, b), "first entry is not checkpoint.json");
    refuse(zip(), "it does not begin like a zip file");
    refuse(zip(json, a, array("b.npy", 4)), "b.npy is <f4 [4] but the manifest says <f4 [3]");
    refuse(
        zip(json, a, new Entry("b.npy", bytes(NpyArray.of(new double[3], 3)))),
        "b.npy is <f8 [3] but the manifest says <f4 [3]");
    byte[] longer = Arrays.copyOf(b.bytes, b.bytes.length + 1);
    refuse(zip(json, a, new Entry("b.npy", longer)), "b.npy has bytes behind");
    byte[] shorter = Arrays.copyOf(b.bytes, b.bytes.length - 1);
    refuse(zip(json, a, new Entry("b.npy", shorter)), "the array has 11 of 12 bytes");
    byte[] twice = Files.readAllBytes(zip(json, a, array("x.npy", 3)));
    replace(twice, "x.npy", "a.npy");
    refuse(sealed(twice), "b.npy is missing; in its place is 'a.npy'");
  }

  @Test
  void compressedEntriesAreRefusedBeforeTheyUnfold() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setComment(Seal.placeholder());
      zip.putNextEntry(new ZipEntry("checkpoint.json"));
      for (int i = 0; i < 2000; i++) {
        zip.write(new byte[100_000]);
      }
    }
    refuse(sealed(bytes.toByteArray()), "'checkpoint.json' is compressed");
  }

  @Test
  void sizesBeyondTheFileAreRefusedBeforeMemoryIsTaken() throws IOException {
    byte[] claims = Files.readAllBytes(zip(manifest("a"), array("a.npy", 3)));
    int sizes = indexOf(claims, "a.npy") - 12;
    Arrays.fill(claims, sizes, sizes + 8, (byte) 0x70);
    refuse(sealed(claims), "'a.npy' claims 1886417008 bytes in a file of");
    byte[] header = bytes(NpyArray.of(new float[3], 3));
    replace(header, "(3,), }      ", "(500000000,)}");
    refuse(zip(manifest("a"), new Entry("a.npy", header)), "the array has 12 of 2000000000 bytes");
    byte[] longManifest = Files.readAllBytes(zip(manifest("a"), array("a.npy", 3)));
    int manifestSizes = indexOf(longManifest, "checkpoint.json") - 12;
    Arrays.fill(longManifest, manifestSizes, manifestSizes + 8, (byte) 0x70);
    refuse(sealed(longManifest), "'checkpoint.json' claims 1886417008 bytes in a file of");
  }

  /** Of a million people, say: 26 MB of text. */
  @Test
  void aMillionNamesAreWrittenAndReadAgain() throws IOException {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    ArrayNode names = content.putArray("names");
    IntStream.range(0, 1_000_000).forEach(i -> names.add("person number " + i));
    Path file = folder.resolve("a.ckpt");
    CheckpointWriter.write(file, content, arrays());
    assertEquals(content, CheckpointFile.read(file).content());
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = written();
    byte[] before = Files.readAllBytes(file);
    JsonNode unwritable = JsonNodeFactory.instance.pojoNode(new Object());
    assertMessage("cannot be written", () -> CheckpointWriter.write(file, unwritable, arrays()));
    assertArrayEquals(before, Files.readAllBytes(file));
    assertEquals(List.of(file), files());
    assertMessage(
        "bytes cannot be written: no such file or folder",
        () -> CheckpointWriter.write(folder.resolve("none/a.ckpt"), CONTENT, arrays()));
    Path inTheWay = Files.createDirectories(folder.resolve("full/a.ckpt/b")).getParent();
    assertMessage(
        "bytes cannot be written", () -> CheckpointWriter.write(inTheWay, CONTENT, arrays()));
    assertEquals(List.of(inTheWay), list(inTheWay.getParent()));
  }

  private record Entry(String name, byte[] bytes) {}

  private static Entry manifest(String... names) {
    String arrays =
        String.join(
            ",",
            Stream.of(names)
                .map(name -> "\"" + name + "\":{\"type\":\"<f4\",\"shape\":[3]}")
                .toList());
    String json =
        "{\"format\":\"arcface4j\",\"version\":1,\"content\":1,\"arrays\":{" + arrays + "}}";
    return new Entry("checkpoint.json", json.getBytes(StandardCharsets.UTF_8));
  }

  private static Entry array(String name, int length) throws IOException {
    return new Entry(name, bytes(NpyArray.of(new float[length], length)));
  }

  /** A sealed zip file of uncompressed entries. */
  private Path zip(Entry... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      zip.setComment(Seal.placeholder());
      for (Entry entry : entries) {
        ZipEntry header = new ZipEntry(entry.name);
        CRC32 crc = new CRC32();
        crc.update(entry.bytes);
        header.setSize(entry.bytes.length);
        header.setCrc(crc.getValue());
        zip.putNextEntry(header);
        zip.write(entry.bytes);
      }
    }
    return sealed(bytes.toByteArray());
  }

  private Path sealed(byte[] bytes) throws IOException {
    Path file = folder.resolve("sealed");
    Files.write(file, bytes);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Seal.stamp(channel);
    }
    return file;
  }

  private void refuseManifest(String json, String reason) throws IOException {
    refuse(zip(new Entry("checkpoint.json", json.getBytes(StandardCharsets.UTF_8))), reason);
  }

  private void refuse(byte[] bytes, String reason) throws IOException {
    refuse(Files.write(folder.resolve("refused"), bytes), reason);
  }

  private static void refuse(Path file, String reason) {
    CheckpointException refusal =
        assertThrows(CheckpointException.class, () -> CheckpointFile.read(file));
    assertTrue(refusal.getMessage().contains(reason), refusal::getMessage);
    assertOneLine(file, refusal);
  }

  /** 1 if the file is refused, in one line; 0 if it is read. */
  private static int refusals(Path file) {
    try {
      CheckpointFile.read(file);
      return 0;
    } catch (CheckpointException e) {
      assertOneLine(file, e);
      return 1;
    }
  }

  private static void assertOneLine(Path file, CheckpointException refusal) {
    assertTrue(refusal.getMessage().startsWith(file + ": "), refusal::getMessage);
    assertEquals(1, refusal.getMessage().lines().count(), refusal::getMessage);
    assertNotEquals(file + ": null", refusal.getMessage());
  }

  private interface Action {
    void run() throws IOException;
  }

  private static void assertMessage(String part, Action action) {
    CheckpointException refusal = assertThrows(CheckpointException.class, action::run);
    assertTrue(refusal.getMessage().contains(part), refusal::getMessage);
    assertEquals(1, refusal.getMessage().lines().count());
  }

  private List<Path> files() {
    return list(folder);
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> sorted = new ArrayList<>(files.toList());
      Collections.sort(sorted);
      return sorted;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(NpyArray array) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    array.write((OutputStream) out);
    return out.toByteArray();
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  private static void replace(byte[] bytes, String text, String by) {
    byte[] replacement = by.getBytes(StandardCharsets.ISO_8859_1);
    int position = indexOf(bytes, text);
    System.arraycopy(replacement, 0, bytes, position, replacement.length);
  }
}
