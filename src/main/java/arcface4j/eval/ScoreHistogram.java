package arcface4j.eval;

/**
 * How many same and how many different pairs have each score, from the highest score down.
 *
 * @param thresholds [B] falling: accepting at {@code thresholds[b]} accepts the bins 0 to b
 * @param same [B] pairs of one class
 * @param different [B] pairs of two classes
 */
record ScoreHistogram(double[] thresholds, long[] same, long[] different) {

  /** Bins of equal width over [-1, 1] whose counts rise with the score. */
  static ScoreHistogram ofCosines(long[] sameRising, long[] differentRising) {
    int bins = sameRising.length;
    double[] thresholds = new double[bins];
    long[] same = new long[bins];
    long[] different = new long[bins];
    for (int b = 0; b < bins; b++) {
      int rising = bins - 1 - b;
      thresholds[b] = lowest(rising, bins);
      same[b] = sameRising[rising];
      different[b] = differentRising[rising];
    }
    return new ScoreHistogram(thresholds, same, different);
  }

  /** The lowest cosine of a bin among bins of equal width over [-1, 1]. */
  static double lowest(int bin, int bins) {
    return 2.0 * bin / bins - 1;
  }

  /** The bin of a cosine among bins of equal width over [-1, 1]; rounding beyond 1 is cut off. */
  static int bin(double cosine, int bins) {
    return Math.max(0, Math.min(bins - 1, (int) ((cosine + 1) * (bins / 2))));
  }
}
