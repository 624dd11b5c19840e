package arcface4j.data;

/** When an image is mirrored left to right. */
public enum FlipMode {
  NONE,
  /** Each image in each epoch with probability 1/2. */
  RANDOM,
  /**
   * Epoch 0 as {@link #RANDOM}, afterwards every other epoch, so that two epochs in a row show both
   * sides of each image (Jordan, "94% on CIFAR-10 in 3.29 seconds on a single GPU", section 3.6).
   */
  ALTERNATING
}
