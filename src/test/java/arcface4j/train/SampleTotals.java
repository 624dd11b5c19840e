package arcface4j.train;

import arcface4j.head.BatchOutcome;

/**
 * Totals of batches that are written down; public for the tests of those who show them.
 *
 * @param totals of the batches so far
 */
public record SampleTotals(EpochTotals totals) {

  /** A first batch. */
  public static SampleTotals with(
      int[] labels, int[] withMargin, int[] marginFree, double meanLoss) {
    return new SampleTotals(new EpochTotals()).and(labels, withMargin, marginFree, meanLoss);
  }

  /** One more batch. */
  public SampleTotals and(int[] labels, int[] withMargin, int[] marginFree, double meanLoss) {
    totals.add(labels, new BatchOutcome(meanLoss, withMargin, marginFree));
    return this;
  }
}
