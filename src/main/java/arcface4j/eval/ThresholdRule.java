package arcface4j.eval;

/** Which thresholds a fold tries, and which of equally good ones it takes. */
public enum ThresholdRule {
  /** Scores of the other folds; the smallest of equally good ones. */
  SMALLEST_SCORE,
  /** Scores of the other folds; the largest of equally good ones. */
  LARGEST_SCORE,
  /** Distances 2 - 2 score of 0, 0.01, ... 3.99, accepted below; the first of equally good ones. */
  DISTANCE_GRID
}
