package arcface4j.train;

/**
 * How far a run has come.
 *
 * @param step updates done
 * @param epoch epochs completed
 * @param batches batches done in the epoch after those
 * @param lossSum as in {@link EpochTotals}
 * @param weightedLossSum as in {@link EpochTotals}
 * @param best the highest value that an epoch was chosen by so far, or null
 */
record Progress(
    long step, int epoch, int batches, double lossSum, double weightedLossSum, Double best) {

  Progress {
    if (step < 0 || step > Integer.MAX_VALUE || epoch < 0 || batches < 0) {
      throw new IllegalArgumentException(
          "step %d, epoch %d, batch %d; none is negative or above 2^31"
              .formatted(step, epoch, batches));
    }
  }
}
