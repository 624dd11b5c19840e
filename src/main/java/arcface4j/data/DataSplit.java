package arcface4j.data;

/**
 * What is trained on, what the best epoch is chosen by, and what the result is measured on. Images
 * of classes that training has are labelled as there; other classes have labels of their own.
 *
 * @param train images to learn from; may be empty where something is measured only
 * @param validation images to choose by; may be empty
 * @param test images to measure on; may be empty
 */
public record DataSplit(ImageSet train, ImageSet validation, ImageSet test) {

  /**
   * Gives validation and test images the labels of training where it has their classes.
   *
   * @throws IllegalArgumentException if the sizes of the images differ
   */
  public DataSplit {
    if (!train.shape().equals(test.shape()) || !train.shape().equals(validation.shape())) {
      throw new IllegalArgumentException(
          "training images are %s, validation images %s, test images %s"
              .formatted(train.shape(), validation.shape(), test.shape()));
    }
    validation = validation.labelledAs(train.labelMap()).orElse(validation);
    test = test.labelledAs(train.labelMap()).orElse(test);
  }

  /** Training and test images without any to choose by. */
  public static DataSplit of(ImageSet train, ImageSet test) {
    return new DataSplit(train, train.subset(new int[0]), test);
  }

  /**
   * The images of some classes only; test and validation images of classes that training has not
   * stay.
   *
   * @throws IllegalArgumentException if training does not know one of the classes
   */
  public DataSplit ofClasses(LabelMap classes) {
    return new DataSplit(train.ofClasses(classes), kept(validation, classes), kept(test, classes));
  }

  private ImageSet kept(ImageSet images, LabelMap classes) {
    return images.labelMap().equals(train.labelMap()) ? images.ofClasses(classes) : images;
  }
}
