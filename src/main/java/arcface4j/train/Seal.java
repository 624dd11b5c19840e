package arcface4j.train;

import arcface4j.io.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The SHA-256 over a whole zip file, kept in the file's own comment, which is the last thing in it:
 * it covers names, sizes and directory too, which the zip format's own sums do not.
 */
final class Seal {

  private static final String PREFIX = "arcface4j sha256 ";
  private static final int DIGEST_CHARACTERS = 64;
  private static final int COMMENT_BYTES = PREFIX.length() + DIGEST_CHARACTERS;
  private static final byte[] ZIP_START = {'P', 'K', 3, 4};
  private static final int NAME_OFFSET = 30;
  private static final int SMALLEST_BYTES = NAME_OFFSET + 22 + COMMENT_BYTES;

  private Seal() {}

  /** The comment to write, with room for the digest. */
  static String placeholder() {
    return PREFIX + "0".repeat(DIGEST_CHARACTERS);
  }

  /** Fills in the digest of a finished file. */
  static void stamp(FileChannel file) throws IOException {
    ByteBuffer digest = digest(file);
    file.position(file.size() - DIGEST_CHARACTERS);
    AtomicFile.writeFully(file, digest);
  }

  /** Says why the file is not an untouched checkpoint, in an exception, or returns. */
  static void check(FileChannel file) throws IOException {
    byte[] start = read(file, 0, NAME_OFFSET + CheckpointManifest.ENTRY.length());
    int compared = Math.min(start.length, ZIP_START.length);
    if (start.length == 0) {
      throw new IOException("the file is empty");
    }
    if (!Arrays.equals(start, 0, compared, ZIP_START, 0, compared)) {
      throw new IOException("not a checkpoint: it does not begin like a zip file");
    }
    if (file.size() < SMALLEST_BYTES || !hasComment(file)) {
      throw new IOException(
          file.size() < SMALLEST_BYTES || beginsWithManifest(start)
              ? "the checkpoint is cut off"
              : "a zip file of something else, not an arcface4j checkpoint");
    }
    byte[] stamped = read(file, file.size() - DIGEST_CHARACTERS, DIGEST_CHARACTERS);
    if (!digest(file).equals(ByteBuffer.wrap(stamped))) {
      throw new IOException("the checkpoint is damaged: its SHA-256 is not the one in its seal");
    }
  }

  /** Whether its first entry is the manifest. */
  static boolean begins(FileChannel file) throws IOException {
    byte[] start = read(file, 0, NAME_OFFSET + CheckpointManifest.ENTRY.length());
    boolean isZip = Arrays.equals(start, 0, Math.min(start.length, 4), ZIP_START, 0, 4);
    return isZip && start.length > NAME_OFFSET && beginsWithManifest(start);
  }

  private static boolean hasComment(FileChannel file) throws IOException {
    byte[] comment = read(file, file.size() - COMMENT_BYTES, PREFIX.length());
    return Arrays.equals(comment, PREFIX.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean beginsWithManifest(byte[] start) {
    String name = new String(start, StandardCharsets.ISO_8859_1).substring(NAME_OFFSET);
    return name.equals(CheckpointManifest.ENTRY);
  }

  private static byte[] read(FileChannel file, long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining() && file.read(bytes, position + bytes.position()) >= 0) {}
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** Lower-case hexadecimal digits of everything before the digest's own place. */
  private static ByteBuffer digest(FileChannel file) throws IOException {
    MessageDigest sha256 = DigestUtils.getSha256Digest();
    long end = file.size() - DIGEST_CHARACTERS;
    ByteBuffer block = ByteBuffer.allocate(1 << 16);
    for (long position = 0; position < end; ) {
      block.clear().limit((int) Math.min(block.capacity(), end - position));
      int count = file.read(block, position);
      if (count < 0) {
        throw new IOException("the file shrinks while it is read");
      }
      sha256.update(block.flip());
      position += count;
    }
    return StandardCharsets.US_ASCII.encode(HexFormat.of().formatHex(sha256.digest()));
  }
}
