package arcface4j.data;

import arcface4j.data.augment.PhotoAugmentation;

/**
 * How an image changes from epoch to epoch: padded, cropped to its size again, mirrored, hidden in
 * part.
 *
 * @param padding pixels on each side, 0 for no crop
 * @param mode what the padding is made of
 * @param flip when an image is mirrored
 * @param cutout side of the square that is hidden, in pixels; 0 for none
 * @param photo what else happens to photos
 */
public record Augmentation(
    int padding, PaddingMode mode, FlipMode flip, int cutout, PhotoAugmentation photo) {

  /** Leaves every image as it is. */
  public static final Augmentation NONE = new Augmentation(0, PaddingMode.BLACK, FlipMode.NONE, 0);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if padding or cutout is negative
   */
  public Augmentation {
    if (padding < 0) {
      throw new IllegalArgumentException("padding " + padding + " is negative; it is in pixels");
    }
    if (cutout < 0) {
      throw new IllegalArgumentException("cutout " + cutout + " is negative; it is in pixels");
    }
  }

  /** Nothing else happens. */
  public Augmentation(int padding, PaddingMode mode, FlipMode flip, int cutout) {
    this(padding, mode, flip, cutout, PhotoAugmentation.NONE);
  }

  /**
   * Refuses images that are too small to be reflected so far.
   *
   * @param side the smaller one in pixels
   * @throws IllegalArgumentException with both numbers
   */
  public void requireFits(int side) {
    if (mode == PaddingMode.REFLECT && padding >= side) {
      throw new IllegalArgumentException(
          "a reflected padding of %d needs images of at least %d pixels; these have %d"
              .formatted(padding, padding + 1, side));
    }
  }

  /** The choice for one image in one epoch, a pure function of its arguments. */
  Crop crop(long seed, int epoch, int image) {
    SplitMix64 random = SplitMix64.of(seed, SplitMix64.Purpose.CROP, epoch, image);
    int top = random.below(2 * padding + 1);
    int left = random.below(2 * padding + 1);
    return new Crop(top, left, flips(seed, epoch, image));
  }

  /** The square that one image lacks in one epoch, as pure a function. */
  Cutout cutout(long seed, int epoch, int image, ImageShape shape) {
    SplitMix64 random = SplitMix64.of(seed, SplitMix64.Purpose.CUTOUT, epoch, image);
    return Cutout.anywhere(cutout, shape, random);
  }

  private boolean flips(long seed, int epoch, int image) {
    return switch (flip) {
      case NONE -> false;
      case RANDOM -> coin(seed, epoch, image);
      case ALTERNATING -> coin(seed, 0, image) ^ (epoch % 2 != 0);
    };
  }

  private static boolean coin(long seed, int epoch, int image) {
    return SplitMix64.of(seed, SplitMix64.Purpose.FLIP, epoch, image).nextBoolean();
  }
}
