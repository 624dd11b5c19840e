package arcface4j.train;

/**
 * How a training ended.
 *
 * @param finished whether all epochs were done; otherwise it was asked to stop
 * @param epochs completed in all
 * @param last the scores of the last completed epoch, or null if this run completed none
 */
public record TrainResult(boolean finished, int epochs, EpochScores last) {}
