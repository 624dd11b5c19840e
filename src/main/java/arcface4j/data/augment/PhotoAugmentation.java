package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/**
 * What happens to training images beyond shift, flip and cutout. Plain numbers and enums, so that a
 * checkpoint keeps it as JSON.
 *
 * @param crop random resized crop
 * @param auto RandAugment or TrivialAugment
 * @param jitter of the colours
 * @param grayscale probability that an image loses its colours
 * @param blur probability that an image is blurred, by a sigma from 0.1 to 2 pixels
 * @param erase probability that a rectangle becomes the mean colour
 * @param mixing of the images of a batch
 */
public record PhotoAugmentation(
    RandomCrop crop,
    AutoAugment auto,
    ColorJitter jitter,
    double grayscale,
    double blur,
    double erase,
    BatchMixing mixing) {

  /** Changes nothing. */
  public static final PhotoAugmentation NONE =
      new PhotoAugmentation(
          RandomCrop.NONE, AutoAugment.NONE, ColorJitter.NONE, 0, 0, 0, BatchMixing.NONE);

  /**
   * Checks the probabilities.
   *
   * @throws IllegalArgumentException in one line that says what would be right
   */
  public PhotoAugmentation {
    Numbers.requireRange("grayscale", grayscale, 0, 1, 0.1);
    Numbers.requireRange("blur", blur, 0, 1, 0.1);
    Numbers.requireRange("erase", erase, 0, 1, 0.25);
  }

  /**
   * Reads one probability.
   *
   * @throws IllegalArgumentException in one line that says what would be right
   */
  public static double parseProbability(String text) {
    return Numbers.parse(text, "a probability from 0 to 1, as 0.25 is");
  }

  /**
   * Refuses images without colours where something changes them.
   *
   * @throws IllegalArgumentException with what needs 3 channels
   */
  public void requireFits(ImageShape shape) {
    if (jitter.needsColours()) {
      Luma.requireColours("a jitter of saturation or hue", shape);
    }
    if (grayscale > 0) {
      Luma.requireColours("grayscale", shape);
    }
    if (auto.policy() != AutoAugment.Policy.NONE) {
      Luma.requireColours(auto + " augmentation", shape);
    }
  }
}
