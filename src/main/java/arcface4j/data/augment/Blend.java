package arcface4j.data.augment;

/**
 * Between an image and another, or beyond: factor * image + (1 - factor) * other, cut to a byte.
 * Factor 0 gives the other, 1 the image.
 */
final class Blend {

  private final float ofImage;
  private final float ofOther;

  /**
   * Blends with one factor.
   *
   * @throws IllegalArgumentException if the factor is negative or not finite
   */
  Blend(double factor) {
    if (!(factor >= 0) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException(
          "factor " + factor + " is not 0 or more; 1 leaves an image as it is");
    }
    ofImage = (float) factor;
    ofOther = (float) (1 - factor);
  }

  /** The blended value, without its fraction. */
  byte of(int image, float other) {
    int value = (int) (ofImage * image + ofOther * other);
    return (byte) Math.max(0, Math.min(255, value));
  }
}
