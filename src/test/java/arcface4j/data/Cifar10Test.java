package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.io.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {

  @TempDir Path dir;

  private Path folder() throws IOException {
    Path folder = dir.resolve(Cifar10.FOLDER);
    CifarFiles.write(folder, CifarFiles.all());
    return folder;
  }

  private String failure(Path dataDir) {
    String message = assertThrows(DataException.class, () -> Cifar10.read(dataDir)).getMessage();
    assertFalse(message.contains("\n"), message);
    return message;
  }

  private static void assertContains(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void recordsOfAllFilesComeInOrder() throws IOException {
    folder();
    DataSplit data = Cifar10.read(dir);
    assertEquals(15, data.train().size());
    assertEquals(4, data.test().size());
    assertEquals(new ImageShape(3, 32, 32), data.train().shape());
    assertEquals("data_batch_1.bin#0", data.train().name(0));
    assertEquals("data_batch_2.bin#1", data.train().name(2));
    assertEquals("test_batch.bin#3", data.test().name(3));
    assertEquals((2 + 1) % 10, data.train().label(2));
    byte[] record = Arrays.copyOfRange(CifarFiles.records(2, 2), CifarFiles.RECORD_BYTES + 1, 6146);
    assertArrayEquals(record, SampleImages.planes(data.train(), 2));
    assertEquals("truck", data.train().labelMap().names().get(9));
  }

  @Test
  void folderItselfAndArchiveGiveTheSameAsTheFolder() throws IOException {
    Path folder = folder();
    DataSplit expected = Cifar10.read(dir);
    Path other = Files.createDirectory(dir.resolve("other"));
    Files.write(other.resolve(Cifar10.ARCHIVE), CifarFiles.archive());
    for (Path dataDir : new Path[] {folder, other}) {
      DataSplit actual = Cifar10.read(dataDir);
      assertEquals(expected.train().contentHash(), actual.train().contentHash());
      assertEquals(expected.test().contentHash(), actual.test().contentHash());
      assertEquals(expected.train().name(7), actual.train().name(7));
    }
    assertFalse(Files.exists(other.resolve(Cifar10.FOLDER)), "reading unpacks nothing");
  }

  @Test
  void namesFileIsOptionalAndDecides() throws IOException {
    Path names = folder().resolve("batches.meta.txt");
    Files.writeString(names, "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
    assertEquals("j", Cifar10.read(dir).test().labelMap().names().get(9));
    Files.delete(names);
    assertEquals("frog", Cifar10.read(dir).test().labelMap().names().get(6));
    Files.writeString(names, "a\nb\n");
    assertContains(failure(dir), "batches.meta.txt", "[a, b]", "ten classes");
    Files.writeString(names, "a\na\nc\nd\ne\nf\ng\nh\ni\nj\n");
    assertContains(failure(dir), "batches.meta.txt");
    Files.write(names, new byte[20_000]);
    assertContains(failure(dir), "20000 bytes");
  }

  @Test
  void missingDataSetSaysHowToGetIt() {
    assertContains(
        failure(dir),
        dir.toString(),
        "arcface fetch cifar10 --data-dir " + dir,
        "--dataset shapes");
    assertContains(failure(dir.resolve("nowhere")), "nowhere", "--dataset shapes");
  }

  @Test
  void fileInPlaceOfTheFolderIsNamed() throws IOException {
    Path file = Files.createFile(dir.resolve("file"));
    assertContains(failure(file), file.toString(), "is a file");
  }

  @Test
  void missingFileIsNamed() throws IOException {
    Files.delete(folder().resolve("data_batch_3.bin"));
    assertContains(failure(dir), "data_batch_3.bin", "missing");
  }

  @Test
  void emptyFileIsNamed() throws IOException {
    Files.write(folder().resolve("data_batch_4.bin"), new byte[0]);
    assertContains(failure(dir), "data_batch_4.bin", "empty");
  }

  @Test
  void lengthThatIsNoMultipleOfARecordIsNamed() throws IOException {
    Files.write(folder().resolve("test_batch.bin"), new byte[3074]);
    assertContains(failure(dir), "test_batch.bin", "3074 bytes", "3073");
  }

  @Test
  void labelTenIsNamedWithItsRecord() throws IOException {
    byte[] records = CifarFiles.records(5, 5);
    records[2 * CifarFiles.RECORD_BYTES] = 10;
    Files.write(folder().resolve("data_batch_5.bin"), records);
    assertContains(failure(dir), "data_batch_5.bin", "record 2", "label 10", "0 to 9");
    records[2 * CifarFiles.RECORD_BYTES] = (byte) 255;
    Files.write(dir.resolve(Cifar10.FOLDER).resolve("data_batch_5.bin"), records);
    assertContains(failure(dir), "label 255");
  }

  @Test
  void faultsInAnArchiveAreNamedToo() throws IOException {
    Path archive = dir.resolve(Cifar10.ARCHIVE);
    byte[] good = CifarFiles.archive();
    Files.write(archive, Arrays.copyOf(good, good.length / 2));
    assertContains(failure(dir), archive.toString(), "cannot be read");
    Files.writeString(archive, "<html>not found</html>");
    assertContains(failure(dir), archive.toString(), "cannot be read");
    Map<String, byte[]> files = CifarFiles.all();
    files.put("data_batch_1.bin", new byte[5]);
    files.remove("data_batch_2.bin");
    Files.write(archive, archiveOf(files));
    assertContains(failure(dir), archive.toString(), "no data_batch_2.bin");
    files.put("data_batch_2.bin", CifarFiles.records(1, 1));
    Files.write(archive, archiveOf(files));
    assertContains(failure(dir), Cifar10.ARCHIVE + "!data_batch_1.bin", "5 bytes");
  }

  private static byte[] archiveOf(Map<String, byte[]> files) throws IOException {
    return CifarFiles.archive(
        tar -> {
          for (Map.Entry<String, byte[]> file : files.entrySet()) {
            CifarFiles.add(tar, new TarArchiveEntry(file.getKey()), file.getValue());
          }
        });
  }

  @Test
  void manyRecordsOfOneFileAreAllRead() throws IOException {
    byte[] records = CifarFiles.records(11_000, 1);
    Files.write(folder().resolve("data_batch_1.bin"), records);
    ImageSet train = Cifar10.read(dir).train();
    assertEquals(11_014, train.size());
    byte[] last = Arrays.copyOfRange(records, 10_999 * 3073 + 1, 11_000 * 3073);
    assertArrayEquals(last, SampleImages.planes(train, 10_999));
  }
}
