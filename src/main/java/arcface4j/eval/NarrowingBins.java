package arcface4j.eval;

/**
 * The bins of equal width put together where they are finer than need be: a bin is at most a
 * thousandth of its distance to 1 wide, and none is narrower than those it is made of. Embeddings
 * of one class crowd near 1, and that is where small false-accept rates are read off.
 *
 * <p>Counted from the highest cosine down, as in {@link ScoreHistogram}.
 */
final class NarrowingBins {

  private static final int KEPT_BITS = 10; // of a distance, below its highest one

  /** How many there are. */
  static final int COUNT = of(0) + 1;

  private NarrowingBins() {}

  /**
   * The bin of a cosine.
   *
   * @param equal its bin among {@link PairHistograms#BINS} of equal width, rising
   */
  static int of(int equal) {
    int distance = PairHistograms.BINS - 1 - equal;
    int highest = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(distance);
    int shift = Math.max(0, highest - KEPT_BITS);
    return (shift << KEPT_BITS) + (distance >> shift);
  }

  /** The lowest cosine of each bin, falling. */
  static double[] thresholds() {
    double[] thresholds = new double[COUNT];
    for (int equal = PairHistograms.BINS - 1; equal >= 0; equal--) {
      thresholds[of(equal)] = ScoreHistogram.lowest(equal, PairHistograms.BINS);
    }
    return thresholds;
  }
}
