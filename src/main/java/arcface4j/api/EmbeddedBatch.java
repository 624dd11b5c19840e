package arcface4j.api;

import java.util.function.IntFunction;

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
    return unit(row -> "image " + row);
  }

  /**
   * The same with other words for an image.
   *
   * @param names what the message calls the image of a row, counted from 0
   */
  public float[] unit(IntFunction<String> names) {
    float[] unit = new float[features.length];
    for (int row = 0; row < size(); row++) {
      double squares = squares(row);
      if (!(squares > 0) || Double.isInfinite(squares)) {
        throw new IllegalStateException(
            "%s: the network gives features without a direction, of squared length %s"
                .formatted(names.apply(row), squares));
      }
      for (int i = row * width; i < (row + 1) * width; i++) {
        unit[i] = (float) (features[i] / Math.sqrt(squares));
      }
    }
    return unit;
  }

  private double squares(int row) {
    double squares = 0;
    for (int i = row * width; i < (row + 1) * width; i++) {
      squares += (double) features[i] * features[i];
    }
    return squares;
  }
}
