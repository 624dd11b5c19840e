package arcface4j.train;

/**
 * Whether an epoch's margin-free training accuracy is above chance: above the share of the most
 * frequent class by more than three standard errors of a binomial share over the images seen. A
 * network that has not started to learn passes it once in 740 epochs.
 *
 * @param accuracy share of right predictions
 * @param chance share of the most frequent class
 * @param images N
 */
public record ChanceTest(double accuracy, double chance, int images) {

  private static final double STANDARD_ERRORS = 3;

  /**
   * The test of an epoch.
   *
   * @param classes K
   */
  public static ChanceTest of(EpochTotals totals, int classes) {
    int[] counts = new int[classes];
    int most = 0;
    for (int label : totals.labels()) {
      most = Math.max(most, ++counts[label]);
    }
    double chance = (double) most / totals.images();
    return new ChanceTest(totals.accuracy(), chance, totals.images());
  }

  /** What the accuracy must be above. */
  public double bound() {
    return chance + STANDARD_ERRORS * Math.sqrt(chance * (1 - chance) / images);
  }

  public boolean passed() {
    return accuracy > bound();
  }
}
