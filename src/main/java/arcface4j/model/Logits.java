package arcface4j.model;

/**
 * How well each image of a batch fits each class.
 *
 * @param values [N, K], row by row
 * @param classes K
 */
public record Logits(float[] values, int classes) {

  /** N. */
  public int size() {
    return values.length / classes;
  }

  /** The class with the largest logit of each image; the lowest index where two are equal. */
  public int[] predictions() {
    int[] predictions = new int[size()];
    for (int n = 0; n < predictions.length; n++) {
      int best = 0;
      for (int k = 1; k < classes; k++) {
        if (values[n * classes + k] > values[n * classes + best]) {
          best = k;
        }
      }
      predictions[n] = best;
    }
    return predictions;
  }
}
