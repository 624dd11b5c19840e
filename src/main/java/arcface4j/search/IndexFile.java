package arcface4j.search;

import arcface4j.io.NamedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/** An index that is read: its head, its blocks and which of their rows still count. */
final class IndexFile implements AutoCloseable {

  private final Path path;
  private final FileChannel file;
  private final IndexHeader header;
  private final List<IndexBlock> blocks;

  private IndexFile(Path path, FileChannel file) throws IOException {
    this.path = path;
    this.file = file;
    this.header = readHeader(file);
    this.blocks = IndexBlock.readAll(file, header);
  }

  /** Takes every row that was ever added, in the order of the file. */
  interface Rows {
    /**
     * Adds one row.
     *
     * @param place its block and row in one number, as in {@link #alive}
     * @param vector [D] from the buffer's position on
     */
    void add(long place, String path, String label, FloatBuffer vector) throws IOException;
  }

  /**
   * Reads everything but the vectors.
   *
   * @throws IndexException if it is no index, cut off, damaged or of another version
   */
  static IndexFile open(Path path) throws IOException {
    FileChannel channel = NamedChannel.open(path);
    try {
      return new IndexFile(path, channel);
    } catch (IndexException e) {
      channel.close();
      throw e.in(path);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  static IndexHeader readHeader(Path path) throws IOException {
    try (FileChannel channel = NamedChannel.open(path)) {
      return readHeader(channel);
    } catch (IndexException e) {
      throw e.in(path);
    }
  }

  static IndexHeader readHeader(FileChannel file) throws IOException {
    ByteBuffer bytes = IndexHeader.buffer(IndexHeader.BYTES);
    while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {}
    return IndexHeader.parse(bytes.flip(), file.size());
  }

  IndexKind kind() {
    return header.kind();
  }

  /** How many blocks there are; they only ever become more. */
  int blocks() {
    return blocks.size();
  }

  /** Where the row that counts stands after the first blocks, by path. */
  Map<String, Long> alive(int firstBlocks) {
    return alive(blocks.subList(0, firstBlocks));
  }

  static Map<String, Long> alive(List<IndexBlock> blocks) {
    Map<String, Long> alive = new HashMap<>();
    for (int i = 0; i < blocks.size(); i++) {
      IndexBlock block = blocks.get(i);
      for (int row = 0; row < block.paths().size(); row++) {
        if (block.kind() == IndexBlock.ADDED) {
          alive.put(block.paths().get(row), place(i, row));
        } else {
          alive.remove(block.paths().get(row));
        }
      }
    }
    return alive;
  }

  private static long place(int block, int row) {
    return (long) block << Integer.SIZE | row;
  }

  /** Hands on every row, also those that were removed later. */
  void read(Rows rows) throws IOException {
    try {
      for (int i = 0; i < blocks.size(); i++) {
        if (blocks.get(i).kind() == IndexBlock.ADDED) {
          read(i, rows);
        }
      }
    } catch (IndexException e) {
      throw e.in(path);
    }
  }

  private void read(int number, Rows rows) throws IOException {
    IndexBlock block = blocks.get(number);
    FloatBuffer vectors = block.vectors(file).asFloatBuffer();
    for (int row = 0; row < block.paths().size(); row++) {
      vectors.position(row * kind().width());
      rows.add(place(number, row), block.paths().get(row), block.labels().get(row), vectors);
    }
  }

  /** What the index is and what its first blocks hold, as a SHA-256 over their checksums. */
  String state(int firstBlocks) {
    MessageDigest digest = DigestUtils.getSha256Digest();
    IndexKind kind = kind();
    String name = kind.width() + " " + kind.fingerprint() + " " + kind.withMirrored();
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    for (IndexBlock block : blocks.subList(0, firstBlocks)) {
      block.checksums().forEach(sum -> digest.update(ByteBuffer.allocate(4).putInt(0, sum)));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
