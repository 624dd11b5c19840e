package arcface4j.data;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What the disk cache knows of a file that was decoded.
 *
 * @param state of the file then
 * @param hash SHA-256 of its bytes
 * @param place where the planes lie
 * @param checksum of the planes
 */
record CachedFile(FileState state, byte[] hash, long place, int checksum) {

  private static final int HASH_BYTES = 32;
  private static final int BYTES = 3 * Long.BYTES + Integer.BYTES + HASH_BYTES;

  static CachedFile of(byte[] stored) {
    if (stored.length != BYTES) {
      throw new IllegalArgumentException(stored.length + " bytes of an entry are not " + BYTES);
    }
    ByteBuffer in = ByteBuffer.wrap(stored);
    FileState state = new FileState(in.getLong(), in.getLong());
    return new CachedFile(
        state, Arrays.copyOfRange(stored, BYTES - HASH_BYTES, BYTES), in.getLong(), in.getInt());
  }

  byte[] stored() {
    return ByteBuffer.allocate(BYTES)
        .putLong(state.bytes())
        .putLong(state.modifiedNanos())
        .putLong(place)
        .putInt(checksum)
        .put(hash)
        .array();
  }

  /** The same content at another time. */
  CachedFile at(FileState other) {
    return new CachedFile(other, hash, place, checksum);
  }

  boolean hasContent(byte[] otherHash) {
    return Arrays.equals(hash, otherHash);
  }
}
