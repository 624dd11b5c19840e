package arcface4j.data;

/**
 * Steele, Lea and Flood's SplitMix64 ("Fast splittable pseudorandom number generators", OOPSLA
 * 2014), started from a seed and from what is drawn, so that every draw can be repeated alone.
 */
public final class SplitMix64 {

  /** What numbers are drawn for; each purpose has its own stream. The order must not change. */
  public enum Purpose {
    ORDER,
    CROP,
    FLIP,
    SPLIT,
    SHAPE,
    CUTOUT,
    CLASS_SPLIT,
    RESIZED_CROP,
    AUTO_AUGMENT,
    COLOR_JITTER,
    GRAYSCALE,
    BLUR,
    ERASE,
    MIX
  }

  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  private SplitMix64(long state) {
    this.state = state;
  }

  /** The stream of a purpose and its keys, such as an epoch and an image. */
  public static SplitMix64 of(long seed, Purpose purpose, long... keys) {
    long state = mix(mix(seed + GAMMA) + purpose.ordinal());
    for (long key : keys) {
      state = mix(state + mix(key + GAMMA));
    }
    return new SplitMix64(state);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** The next 64 bits. */
  public long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /** A number in [0, bound); the bias of the remainder is below bound / 2^64. */
  public int below(int bound) {
    return (int) Long.remainderUnsigned(nextLong(), bound);
  }

  /** A fair coin. */
  public boolean nextBoolean() {
    return nextLong() < 0;
  }

  /** A number in [from, to). */
  public double between(double from, double to) {
    return from + (to - from) * ((nextLong() >>> 11) * 0x1p-53);
  }

  /** Fisher and Yates's shuffle, in place. */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = below(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }
}
