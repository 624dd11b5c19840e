package arcface4j.app.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the bands find, judged by all pairs. */
class HashBandsTest {

  private static final int SIZE = 997;

  /** Families of hashes that differ from one of them in 0 to 12 bits, spread over the bands. */
  private static long[] hashes() {
    Random random = new Random(5);
    long[] hashes = new long[SIZE];
    for (int i = 0; i < SIZE; i++) {
      hashes[i] = i % 8 == 0 ? random.nextLong() : hashes[i - i % 8];
      for (int flips = i % 8 == 0 ? 0 : random.nextInt(13); flips > 0; flips--) {
        hashes[i] ^= 1L << random.nextInt(64);
      }
    }
    return hashes;
  }

  private static Set<String> byAllPairs(long[] hashes, int distance) {
    Set<String> pairs = new TreeSet<>();
    for (int i = 0; i < hashes.length; i++) {
      for (int j = i + 1; j < hashes.length; j++) {
        if (Long.bitCount(hashes[i] ^ hashes[j]) <= distance) {
          pairs.add(i + " " + j);
        }
      }
    }
    return pairs;
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 7, 8, 9, 10, 11})
  void theyFindEveryPairWithinTheDistanceAndNoOther(int distance) {
    long[] hashes = hashes();
    HashBands bands = new HashBands(hashes, distance);
    Set<String> found = new TreeSet<>();
    for (int i = 0; i < hashes.length; i++) {
      int one = i;
      bands.forEachLaterNear(one, other -> found.add(one + " " + other));
    }
    Set<String> expected = byAllPairs(hashes, distance);
    assertEquals(expected, found);
    assertTrue(expected.size() > 300, "pairs: " + expected.size());
  }

  /** Flips that are spread as evenly as possible leave each band as far as the distance allows. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 10, 11})
  void flipsInAllBandsAreFound(int distance) {
    for (int first = 0; first < 4; first++) {
      long flipped = 0;
      for (int flip = 0; flip < distance; flip++) {
        flipped |= 1L << 16 * ((first + flip) % 4) + 3 * flip % 16;
      }
      assertEquals(distance, Long.bitCount(flipped));
      Set<Integer> found = new TreeSet<>();
      new HashBands(new long[] {7, 7 ^ flipped}, distance).forEachLaterNear(0, found::add);
      assertEquals(Set.of(1), found, "first band " + first);
    }
  }
}
