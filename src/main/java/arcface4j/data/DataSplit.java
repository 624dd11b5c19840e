package arcface4j.data;

/**
 * What is trained on and what is tested on; both have the training set's label map.
 *
 * @param train images to learn from
 * @param test images to measure on
 */
public record DataSplit(ImageSet train, ImageSet test) {

  /**
   * Checks that the two fit together.
   *
   * @throws IllegalArgumentException if the label maps or the sizes of the images differ
   */
  public DataSplit {
    if (!train.labelMap().equals(test.labelMap())) {
      throw new IllegalArgumentException("training and test images have different label maps");
    }
    if (!train.shape().equals(test.shape())) {
      throw new IllegalArgumentException(
          "training images are %s, test images %s".formatted(train.shape(), test.shape()));
    }
  }

  /**
   * The images of some classes only.
   *
   * @throws IllegalArgumentException if one of them is unknown here
   */
  public DataSplit ofClasses(LabelMap classes) {
    return new DataSplit(train.ofClasses(classes), test.ofClasses(classes));
  }
}
