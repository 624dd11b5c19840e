package arcface4j.train;

import arcface4j.io.AtomicFile;
import arcface4j.io.DataException;
import arcface4j.npy.NpyArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes checkpoints: a zip file that {@code numpy.load} opens, with the manifest {@code
 * checkpoint.json} and then the arrays {@code <group>/<name>.npy}, all uncompressed, and a seal
 * over everything in the zip file's comment. The same content gives the same bytes.
 */
public final class CheckpointWriter {

  /** Zip headers and directory of one entry take less than this, beside the name. */
  private static final int ENTRY_BYTES = 200;

  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private CheckpointWriter() {}

  /**
   * Writes the checkpoint whole or not at all: whatever fails, the file that was there stays.
   *
   * @param target the file, in a folder that exists
   * @param content the caller's own tree, stored in the manifest
   * @param arrays by name, such as {@code parameters/conv1.weight}
   * @throws CheckpointException if the file cannot be written, with the bytes it would have
   * @throws IllegalArgumentException if a name is not letters, digits and {@code _ . -} in groups
   *     parted by slashes
   */
  public static void write(Path target, JsonNode content, Map<String, NpyArray> arrays)
      throws CheckpointException {
    CheckpointManifest manifest = CheckpointManifest.of(content, arrays);
    long needed = neededBytes(arrays);
    try {
      byte[] json = manifest.toBytes();
      requireSpace(target, needed + json.length);
      AtomicFile.write(target, channel -> writeSealed(channel, json, arrays));
    } catch (IOException e) {
      throw new CheckpointException(
          target,
          "the checkpoint of " + needed + " bytes cannot be written: " + DataException.reason(e),
          e);
    }
  }

  private static long neededBytes(Map<String, NpyArray> arrays) {
    return arrays.entrySet().stream()
        .mapToLong(e -> e.getValue().writtenBytes() + 2L * e.getKey().length() + ENTRY_BYTES)
        .sum();
  }

  private static void requireSpace(Path target, long needed) throws IOException {
    long free = Files.getFileStore(target.toAbsolutePath().getParent()).getUsableSpace();
    if (free < needed) {
      throw new IOException("only " + free + " bytes are free on its disk");
    }
  }

  private static void writeSealed(FileChannel channel, byte[] json, Map<String, NpyArray> arrays)
      throws IOException {
    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
    zip.setComment(Seal.placeholder());
    writeEntry(zip, CheckpointManifest.ENTRY, json.length, stream -> stream.write(json));
    for (Map.Entry<String, NpyArray> entry : arrays.entrySet()) {
      NpyArray array = entry.getValue();
      writeEntry(
          zip, entry.getKey() + CheckpointFile.ARRAY_SUFFIX, array.writtenBytes(), array::write);
    }
    zip.finish();
    out.flush();
    Seal.stamp(channel);
  }

  private interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  private static void writeEntry(ZipOutputStream zip, String name, long bytes, Body body)
      throws IOException {
    CRC32 crc = new CRC32();
    body.writeTo(new CheckedOutputStream(OutputStream.nullOutputStream(), crc));
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(bytes);
    entry.setCompressedSize(bytes);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    body.writeTo(zip);
    zip.closeEntry();
  }
}
