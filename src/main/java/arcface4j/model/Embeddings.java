package arcface4j.model;

/**
 * What a network makes of a batch of images.
 *
 * @param features [N, D], row by row, not scaled to unit length
 * @param logits [N, K], margin-free: s cos(theta)
 * @param width D
 */
public record Embeddings(float[] features, float[] logits, int width) {

  /** N. */
  public int size() {
    return features.length / width;
  }

  /** K. */
  public int classes() {
    return logits.length / size();
  }

  /** The class with the largest logit of each image; the lowest index where two are equal. */
  public int[] predictions() {
    int[] predictions = new int[size()];
    int classes = classes();
    for (int n = 0; n < predictions.length; n++) {
      int best = 0;
      for (int k = 1; k < classes; k++) {
        if (logits[n * classes + k] > logits[n * classes + best]) {
          best = k;
        }
      }
      predictions[n] = best;
    }
    return predictions;
  }
}
