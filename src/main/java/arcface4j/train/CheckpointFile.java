package arcface4j.train;

import arcface4j.io.DataException;
import arcface4j.io.NamedChannel;
import arcface4j.npy.ElementType;
import arcface4j.npy.NpyArray;
import arcface4j.npy.NpyHeader;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A checkpoint that was read, as {@link CheckpointWriter} wrote it. Reading takes JSON and plain
 * arrays and nothing else: no class is named in the file, nothing is deserialised, and no memory is
 * taken that the file's own length does not account for.
 *
 * @param file where it was read
 * @param content the writer's own tree
 * @param arrays by name, in the order of the file
 */
public record CheckpointFile(Path file, JsonNode content, Map<String, NpyArray> arrays) {

  static final String ARRAY_SUFFIX = ".npy";

  /**
   * Reads a file whole or refuses it.
   *
   * @throws CheckpointException if the file is missing, cut off, changed in any bit, of another
   *     program or of another format version
   */
  public static CheckpointFile read(Path file) throws CheckpointException {
    try (FileChannel channel = NamedChannel.open(file)) {
      Seal.check(channel);
      InputStream in = Channels.newInputStream(channel.position(0));
      ZipInputStream zip = new ZipInputStream(new BufferedInputStream(in, 1 << 16));
      CheckpointManifest manifest = readManifest(zip, channel.size());
      Map<String, NpyArray> arrays = readArrays(zip, manifest.arrays(), channel.size());
      return new CheckpointFile(file, manifest.content(), arrays);
    } catch (IOException e) {
      throw new CheckpointException(file, DataException.reason(e), e);
    } catch (IllegalArgumentException e) {
      // What java.util.zip throws for a name that is no text.
      throw new CheckpointException(file, "an entry cannot be read: " + e.getMessage(), e);
    }
  }

  /** Whether a file begins as a checkpoint does, damaged or not. */
  public static boolean isCheckpoint(Path file) throws IOException {
    try (FileChannel channel = NamedChannel.open(file)) {
      return Seal.begins(channel);
    }
  }

  private static CheckpointManifest readManifest(ZipInputStream zip, long fileBytes)
      throws IOException {
    ZipEntry entry = nextStored(zip, fileBytes);
    if (entry == null || !entry.getName().equals(CheckpointManifest.ENTRY)) {
      throw new IOException("its first entry is not " + CheckpointManifest.ENTRY);
    }
    return CheckpointManifest.parse(zip.readAllBytes());
  }

  private static Map<String, NpyArray> readArrays(
      ZipInputStream zip, Map<String, NpyHeader> expected, long fileBytes) throws IOException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    for (Map.Entry<String, NpyHeader> array : expected.entrySet()) {
      String wanted = array.getKey() + ARRAY_SUFFIX;
      ZipEntry entry = nextStored(zip, fileBytes);
      if (entry == null || !entry.getName().equals(wanted)) {
        String found = entry == null ? "the end" : "'" + entry.getName() + "'";
        throw new IOException("the entry " + wanted + " is missing; in its place is " + found);
      }
      arrays.put(array.getKey(), readArray(zip, wanted, array.getValue()));
    }
    ZipEntry extra = nextStored(zip, fileBytes);
    if (extra != null) {
      throw new IOException("the entry '" + extra.getName() + "' is not in the manifest");
    }
    return Collections.unmodifiableMap(arrays);
  }

  private static NpyArray readArray(ZipInputStream zip, String name, NpyHeader expected)
      throws IOException {
    NpyArray array = NpyArray.read(zip);
    if (array.type() != expected.type() || !Arrays.equals(array.shape(), expected.shape())) {
      throw new IOException(
          "%s is %s but the manifest says %s"
              .formatted(
                  name,
                  CheckpointManifest.describe(array.type(), array.shape()),
                  CheckpointManifest.describe(expected.type(), expected.shape())));
    }
    if (zip.read() >= 0) {
      throw new IOException(name + " has bytes behind its last element");
    }
    return array;
  }

  /** The next entry, uncompressed and no larger than the file, or null. */
  private static ZipEntry nextStored(ZipInputStream zip, long fileBytes) throws IOException {
    ZipEntry entry = zip.getNextEntry();
    if (entry != null && entry.getMethod() != ZipEntry.STORED) {
      throw new IOException("the entry '" + entry.getName() + "' is compressed");
    }
    if (entry != null && (entry.getSize() < 0 || entry.getSize() > fileBytes)) {
      throw new IOException(
          "the entry '%s' claims %d bytes in a file of %d"
              .formatted(entry.getName(), entry.getSize(), fileBytes));
    }
    return entry;
  }

  /**
   * One array, as the caller needs it.
   *
   * @throws CheckpointException if it is missing or has another type or shape
   */
  public NpyArray array(String name, ElementType type, int... shape) throws CheckpointException {
    NpyArray array = arrays.get(name);
    if (array == null) {
      throw new CheckpointException(file, "it has no array " + name);
    }
    if (array.type() != type || !Arrays.equals(array.shape(), shape)) {
      throw new CheckpointException(
          file,
          "%s is %s; %s is needed"
              .formatted(
                  name,
                  CheckpointManifest.describe(array.type(), array.shape()),
                  CheckpointManifest.describe(type, shape)));
    }
    return array;
  }
}
