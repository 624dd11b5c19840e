package arcface4j.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Small CIFAR-10 files of seeded noise, and archives of them, good and hostile; public for the
 * tests of who fetches them.
 */
public final class CifarFiles {

  static final int RECORD_BYTES = 3073;

  private CifarFiles() {}

  /** One record file: record i of file {@code seed} has label (seed + i) % 10. */
  static byte[] records(int count, int seed) {
    byte[] bytes = new byte[count * RECORD_BYTES];
    new Random(seed).nextBytes(bytes);
    for (int i = 0; i < count; i++) {
      bytes[i * RECORD_BYTES] = (byte) ((seed + i) % 10);
    }
    return bytes;
  }

  /** All files of a data set by name, in the order of the published archive. */
  public static Map<String, byte[]> all() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    String names = String.join("\n", Cifar10.CLASSES) + "\n\n";
    files.put("batches.meta.txt", names.getBytes(StandardCharsets.US_ASCII));
    for (int number : new int[] {1, 3, 4, 5, 2}) {
      files.put("data_batch_" + number + ".bin", records(number, number));
    }
    files.put("test_batch.bin", records(4, 6));
    files.put("readme.html", "<html>".getBytes(StandardCharsets.US_ASCII));
    return files;
  }

  static void write(Path folder, Map<String, byte[]> files) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** Adds what a test wants to an archive. */
  @FunctionalInterface
  interface Filler {
    void fill(TarArchiveOutputStream tar) throws IOException;
  }

  static byte[] archive(Filler filler) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zipped = new GZIPOutputStream(bytes);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(zipped)) {
      filler.fill(tar);
    }
    return bytes.toByteArray();
  }

  /** The archive as it is published, with few records. */
  public static byte[] archive() throws IOException {
    return archive(CifarFiles::addAll);
  }

  static void addAll(TarArchiveOutputStream tar) throws IOException {
    tar.putArchiveEntry(new TarArchiveEntry("cifar-10-batches-bin/"));
    tar.closeArchiveEntry();
    for (Map.Entry<String, byte[]> file : all().entrySet()) {
      add(tar, new TarArchiveEntry("cifar-10-batches-bin/" + file.getKey()), file.getValue());
    }
  }

  static void add(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content)
      throws IOException {
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
