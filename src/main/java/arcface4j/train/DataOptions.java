package arcface4j.train;

import arcface4j.data.Augmentation;
import arcface4j.data.HoldOut;
import arcface4j.data.ImageSet;
import arcface4j.data.ImageSizes;

/**
 * Which images are trained on and how they are changed.
 *
 * @param source where they come from
 * @param validation share of the training images of each class that is held out to choose the best
 *     epoch by; 0 for none
 * @param validationClasses share of the training classes that is held out with all their images; 0
 *     for none
 * @param augmentation of the training images
 * @param sizes of the training images over the run
 */
public record DataOptions(
    DataSource source,
    double validation,
    double validationClasses,
    Augmentation augmentation,
    ImageSizes sizes) {

  /**
   * Checks the shares.
   *
   * @throws IllegalArgumentException if both are above 0
   */
  public DataOptions {
    if (validation > 0 && validationClasses > 0) {
      throw new IllegalArgumentException(
          "%s of the images and %s of the classes for validation; give one of the two"
              .formatted(validation, validationClasses));
    }
  }

  /** The same with images from another place. */
  DataOptions with(DataSource other) {
    return new DataOptions(other, validation, validationClasses, augmentation, sizes);
  }

  /** The training images in two: to learn from, and held out for validation. */
  HoldOut split(ImageSet train, long seed) {
    return validationClasses > 0
        ? HoldOut.ofClasses(train, validationClasses, seed)
        : HoldOut.ofImages(train, validation, seed);
  }
}
