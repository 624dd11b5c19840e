package arcface4j.search;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The first 128 bytes of an index, little-endian: magic, version, width, fingerprint, whether
 * mirrored, a checksum; and from byte 64 on the commit: where the file ends, how many blocks it
 * has, a checksum. The commit alone is written again, in one piece, after a block was added.
 *
 * @param kind what the vectors are
 * @param end bytes up to the end of the last block that counts; what follows was never finished
 * @param blocks blocks that count
 */
record IndexHeader(IndexKind kind, long end, int blocks) {

  static final int BYTES = 128;
  static final int COMMIT_OFFSET = 64;
  static final int COMMIT_BYTES = 16;

  static final Magic MAGIC = new Magic("AF4JINDX");

  private static final int VERSION = 1;

  /** An array of a row's bytes has an int of them. */
  private static final int WIDEST = 1 << 28;

  static IndexHeader empty(IndexKind kind) {
    return new IndexHeader(kind, BYTES, 0);
  }

  IndexHeader with(long newEnd) {
    return new IndexHeader(kind, newEnd, blocks + 1);
  }

  ByteBuffer toBytes() {
    ByteBuffer bytes = buffer(BYTES);
    bytes.put(MAGIC.bytes()).putInt(VERSION).putInt(kind.width());
    bytes.put(HexFormat.of().parseHex(kind.fingerprint()));
    bytes.putInt(kind.withMirrored() ? 1 : 0);
    bytes.putInt(checksum(bytes, 0, bytes.position()));
    bytes.position(COMMIT_OFFSET).put(commit());
    return bytes.position(0);
  }

  ByteBuffer commit() {
    ByteBuffer bytes = buffer(COMMIT_BYTES).putLong(end).putInt(blocks);
    return bytes.putInt(checksum(bytes, 0, bytes.position())).flip();
  }

  /** Reads the head of a file of {@code fileBytes}, or says what is wrong with it. */
  static IndexHeader parse(ByteBuffer bytes, long fileBytes) throws IndexException {
    byte[] magic = new byte[Math.min(MAGIC.bytes().length, bytes.remaining())];
    bytes.order(ByteOrder.LITTLE_ENDIAN).get(magic);
    if (magic.length == 0 || !MAGIC.begins(magic)) {
      throw new IndexException(magic.length == 0 ? "the file is empty" : "it is not an index");
    }
    if (bytes.limit() < BYTES) {
      throw new IndexException("the index is cut off");
    }
    int version = bytes.getInt();
    if (version != VERSION) {
      throw new IndexException("index version " + version + "; this program reads " + VERSION);
    }
    int width = bytes.getInt();
    byte[] fingerprint = new byte[32];
    bytes.get(fingerprint);
    int flags = bytes.getInt();
    requireChecksum(bytes, 0);
    bytes.position(COMMIT_OFFSET);
    long end = bytes.getLong();
    int blocks = bytes.getInt();
    requireChecksum(bytes, COMMIT_OFFSET);
    if (width < 1 || width > WIDEST) {
      throw new IndexException(
          "the index is damaged: vectors of %d numbers; 1 to %d are possible"
              .formatted(width, WIDEST));
    }
    if (end < BYTES || blocks < 0 || blocks > (end - BYTES) / IndexBlock.LEAST_BYTES) {
      throw new IndexException(
          "the index is damaged: %d blocks in %d bytes".formatted(blocks, end - BYTES));
    }
    if (end > fileBytes) {
      throw new IndexException(
          "the index is cut off: %d of %d bytes are there".formatted(fileBytes, end));
    }
    IndexKind kind = new IndexKind(width, HexFormat.of().formatHex(fingerprint), flags == 1);
    return new IndexHeader(kind, end, blocks);
  }

  private static void requireChecksum(ByteBuffer bytes, int from) throws IndexException {
    int expected = checksum(bytes, from, bytes.position());
    if (bytes.getInt() != expected) {
      throw new IndexException("the index is damaged: the checksum of its head does not fit");
    }
  }

  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static int checksum(ByteBuffer bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.array(), from, to - from);
    return (int) crc.getValue();
  }
}
