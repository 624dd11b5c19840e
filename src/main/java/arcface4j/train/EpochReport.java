package arcface4j.train;

/**
 * What is known after an epoch.
 *
 * @param epoch counted from 1
 * @param totals the training batches
 * @param scores what the evaluation gave
 * @param seconds of this epoch since the run was started or resumed, evaluation included
 * @param learningRate of its first step
 */
public record EpochReport(
    int epoch, EpochTotals totals, EpochScores scores, double seconds, double learningRate) {}
