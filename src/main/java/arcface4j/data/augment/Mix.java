package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/** How the images of one batch are mixed in pairs; its numbers are drawn already. */
public sealed interface Mix permits Mixup, Cutmix {

  /** lambda: how much of an image is its own, in [0, 1]; the rest is its partner's. */
  double share();

  /** With whom each image is mixed. */
  Partners partners();

  /**
   * Writes the mixed images.
   *
   * @param images [N, C, H, W], normalised; left as they are
   * @param shape [C, H, W]
   * @param into another array of [N, C, H, W]
   * @throws IllegalArgumentException if an array is not of the mix's N images
   */
  void apply(float[] images, ImageShape shape, float[] into);

  /**
   * The labels of the mixed images.
   *
   * @param labels [N] of the images
   */
  default MixedLabels labels(int[] labels) {
    return new MixedLabels(labels, partners().labels(labels), share());
  }
}
