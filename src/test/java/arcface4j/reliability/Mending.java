package arcface4j.reliability;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import org.apache.commons.codec.digest.DigestUtils;

/** Puts the right checksums into a damaged file, so that the damage gets past them. */
final class Mending {

  private static final int SEAL_DIGITS = 64;
  private static final int LOCAL_HEAD_BYTES = 30;

  private Mending() {}

  static void png(byte[] bytes) {
    ByteBuffer png = ByteBuffer.wrap(bytes);
    for (int at = 8; at + 12 <= bytes.length; ) {
      int length = png.getInt(at);
      if (length < 0 || length > bytes.length - at - 12) {
        return;
      }
      png.putInt(at + 8 + length, sum(new CRC32(), bytes, at + 4, length + 4));
      at += length + 12;
    }
  }

  /** The entries' own checksums and the SHA-256 at the end. */
  static void checkpoint(byte[] bytes) {
    ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + LOCAL_HEAD_BYTES <= bytes.length && zip.getInt(at) == 0x04034B50; ) {
      int size = zip.getInt(at + 18);
      int begin = at + LOCAL_HEAD_BYTES + zip.getShort(at + 26) + zip.getShort(at + 28);
      if (size < 0 || begin < at || (long) begin + size > bytes.length) {
        break;
      }
      zip.putInt(at + 14, sum(new CRC32(), bytes, begin, size));
      at = begin + size;
    }
    if (bytes.length > SEAL_DIGITS) {
      int end = bytes.length - SEAL_DIGITS;
      String digest = DigestUtils.sha256Hex(Arrays.copyOf(bytes, end));
      System.arraycopy(digest.getBytes(StandardCharsets.US_ASCII), 0, bytes, end, SEAL_DIGITS);
    }
  }

  /** The head, the commit, and the head and names of the first block. */
  static void index(byte[] bytes) {
    if (bytes.length < 128 + 16) {
      return;
    }
    ByteBuffer index = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    index.putInt(52, sum(new CRC32C(), bytes, 0, 52));
    index.putInt(76, sum(new CRC32C(), bytes, 64, 12));
    index.putInt(140, sum(new CRC32C(), bytes, 128, 12));
    int names = index.getInt(136);
    if (names >= 0 && names <= bytes.length - 148) {
      index.putInt(144 + names, sum(new CRC32C(), bytes, 144, names));
    }
  }

  static void graph(byte[] bytes) {
    int end = bytes.length - Integer.BYTES;
    if (end > 0) {
      ByteBuffer.wrap(bytes).putInt(end, sum(new CRC32C(), bytes, 0, end));
    }
  }

  private static int sum(Checksum checksum, byte[] bytes, int from, int length) {
    checksum.update(bytes, from, length);
    return (int) checksum.getValue();
  }
}
