package arcface4j.eval;

/**
 * Accuracy in the way of Labeled Faces in the Wild: for each fold the threshold is chosen on the
 * other folds and applied to it (Huang, Ramesh, Berg and Learned-Miller 2007).
 *
 * @param accuracies [folds]
 * @param thresholds [folds], as scores, or as distances where the rule compares distances
 */
public record FoldAccuracy(double[] accuracies, double[] thresholds) {

  /** Folds of the protocol. */
  public static final int FOLDS = 10;

  /**
   * Chooses the thresholds.
   *
   * @param bins [B] thresholds falling in score; accepting at b accepts the bins 0 to b
   * @param same [folds, B] pairs of one class; bins beyond B are accepted by no threshold
   * @param different [folds, B] pairs of two classes, likewise
   * @param rule which of equally good thresholds is taken, and which thresholds are tried
   */
  static FoldAccuracy of(double[] bins, long[][] same, long[][] different, ThresholdRule rule) {
    double[] accuracies = new double[same.length];
    double[] thresholds = new double[same.length];
    long[] allSame = sum(same);
    long[] allDifferent = sum(different);
    for (int fold = 0; fold < same.length; fold++) {
      long[] trainSame = minus(allSame, same[fold]);
      long[] trainDifferent = minus(allDifferent, different[fold]);
      int best = best(bins.length, trainSame, trainDifferent, rule);
      accuracies[fold] = accuracy(same[fold], different[fold], best);
      thresholds[fold] = best < 0 ? Double.POSITIVE_INFINITY : bins[best];
    }
    return new FoldAccuracy(accuracies, thresholds);
  }

  private static int best(int bins, long[] same, long[] different, ThresholdRule rule) {
    int best = -1;
    long most = -1;
    long surplus = 0; // accepted same minus accepted different: accuracy up to a constant
    long offset = total(different);
    for (int b = 0; b < bins; b++) {
      surplus += same[b] - different[b];
      long right = offset + surplus;
      boolean tried = rule == ThresholdRule.DISTANCE_GRID || same[b] + different[b] > 0;
      boolean better = right > most || (right == most && rule == ThresholdRule.SMALLEST_SCORE);
      if (tried && better) {
        best = b;
        most = right;
      }
    }
    return best;
  }

  private static double accuracy(long[] same, long[] different, int threshold) {
    long right = total(different);
    for (int b = 0; b <= threshold; b++) {
      right += same[b] - different[b];
    }
    return (double) right / (total(same) + total(different));
  }

  private static long[] sum(long[][] folds) {
    long[] sum = new long[folds[0].length];
    for (long[] fold : folds) {
      for (int b = 0; b < sum.length; b++) {
        sum[b] += fold[b];
      }
    }
    return sum;
  }

  private static long[] minus(long[] all, long[] fold) {
    long[] rest = all.clone();
    for (int b = 0; b < rest.length; b++) {
      rest[b] -= fold[b];
    }
    return rest;
  }

  private static long total(long[] counts) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    return total;
  }

  /** Mean over the folds. */
  public double mean() {
    double sum = 0;
    for (double accuracy : accuracies) {
      sum += accuracy;
    }
    return sum / accuracies.length;
  }

  /** Standard deviation of the folds, divided by their number (ddof 0), as facenet prints it. */
  public double deviation() {
    return Math.sqrt(squares() / accuracies.length);
  }

  /** Standard error of the mean, from the deviation with ddof 1, as LFW defines it. */
  public double standardError() {
    return Math.sqrt(squares() / (accuracies.length - 1) / accuracies.length);
  }

  private double squares() {
    double mean = mean();
    double sum = 0;
    for (double accuracy : accuracies) {
      sum += (accuracy - mean) * (accuracy - mean);
    }
    return sum;
  }
}
