package arcface4j.api;

/**
 * What a model makes of a batch of images.
 *
 * @param features [N, D], not scaled to unit length
 * @param width D
 */
public record EmbeddedBatch(float[] features, int width) {

  /** N. */
  public int size() {
    return features.length / width;
  }

  /**
   * [N, D], each row scaled to length one.
   *
   * @throws IllegalStateException if a row has no direction: it is zero or not finite
   */
  public float[] unit() {
    float[] unit = new float[features.length];
    for (int row = 0; row < size(); row++) {
      double squares = 0;
      for (int i = row * width; i < (row + 1) * width; i++) {
        squares += (double) features[i] * features[i];
      }
      if (!(squares > 0) || Double.isInfinite(squares)) {
        throw new IllegalStateException(
            "the network gives features without a direction, of squared length " + squares);
      }
      for (int i = row * width; i < (row + 1) * width; i++) {
        unit[i] = (float) (features[i] / Math.sqrt(squares));
      }
    }
    return unit;
  }
}
