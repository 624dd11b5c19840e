package arcface4j.app.inspect;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Finds every hash within a Hamming distance of another without comparing all pairs: of four bands
 * of 16 bits at least one must be near (Norouzi, Punjani and Fleet, Fast Search in Hamming Space
 * with Multi-Index Hashing, 2012).
 *
 * <p>Band b is searched within r(b) = floor((D - b) / 4) bits. If every band differed in more, the
 * hashes would differ in at least sum(r(b) + 1) = D + 1.
 */
final class HashBands {

  private static final int BANDS = 4;
  private static final int BITS = 16;
  private static final int VALUES = 1 << BITS;

  private final long[] hashes; // [N]
  private final int distance; // D
  private final int[][] masks; // [4] what a band may differ in
  private final int[][] starts; // [4, VALUES + 1] where the rows of a band's value begin
  private final int[][] rows; // [4, N] ascending for each value

  /**
   * Puts the hashes in order.
   *
   * @param distance D, at least 3
   */
  HashBands(long[] hashes, int distance) {
    this.hashes = hashes;
    this.distance = distance;
    masks = new int[BANDS][];
    starts = new int[BANDS][VALUES + 1];
    rows = new int[BANDS][hashes.length];
    for (int band = 0; band < BANDS; band++) {
      int radius = (distance - band) / BANDS;
      masks[band] =
          IntStream.range(0, VALUES).filter(mask -> Integer.bitCount(mask) <= radius).toArray();
      sort(band);
    }
  }

  /** A counting sort, which keeps rows of one value in their order. */
  private void sort(int band) {
    int[] ends = starts[band];
    for (long hash : hashes) {
      ends[value(hash, band) + 1]++;
    }
    for (int value = 0; value < VALUES; value++) {
      ends[value + 1] += ends[value];
    }
    int[] next = ends.clone();
    for (int row = 0; row < hashes.length; row++) {
      rows[band][next[value(hashes[row], band)]++] = row;
    }
  }

  private static int value(long hash, int band) {
    return (int) (hash >>> band * BITS) & VALUES - 1;
  }

  /** Tells of each later row within the distance, of some more than once. */
  void forEachLaterNear(int row, IntConsumer found) {
    for (int band = 0; band < BANDS; band++) {
      int value = value(hashes[row], band);
      for (int mask : masks[band]) {
        int start = starts[band][value ^ mask];
        for (int at = starts[band][(value ^ mask) + 1] - 1; at >= start; at--) {
          int other = rows[band][at];
          if (other <= row) {
            break;
          }
          if (PerceptualHash.distance(hashes[row], hashes[other]) <= distance) {
            found.accept(other);
          }
        }
      }
    }
  }
}
