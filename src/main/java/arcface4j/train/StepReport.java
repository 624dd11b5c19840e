package arcface4j.train;

/**
 * What is known after a step.
 *
 * @param epoch counted from 1
 * @param epochs in all
 * @param batchesPerEpoch batches in an epoch
 * @param imagesPerEpoch images in an epoch
 * @param totals the epoch so far, this batch included
 * @param batchSize images of this batch
 */
public record StepReport(
    int epoch,
    int epochs,
    int batchesPerEpoch,
    int imagesPerEpoch,
    EpochTotals totals,
    int batchSize) {}
