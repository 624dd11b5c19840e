package arcface4j.train;

/**
 * Where images come from.
 *
 * @param dataset {@code cifar10}, {@code folder} or {@code shapes}
 * @param directory where the files are; unused by {@code shapes}
 * @param imageSize side of the images in pixels
 * @param testFraction for {@code folder} without {@code test/}: share of each class to test on
 * @param skipBroken for {@code folder}: whether a broken image is left out
 * @param shapes for {@code shapes}: how many are drawn
 * @param seed of a split and of the shapes
 * @param classes the classes that are kept, as names, numbers from 0 and ranges such as {@code
 *     0-7,cat}; empty for all
 */
public record DataSource(
    String dataset,
    String directory,
    int imageSize,
    double testFraction,
    boolean skipBroken,
    ShapesSize shapes,
    long seed,
    String classes) {

  /**
   * How much of the drawn data set there is.
   *
   * @param classes different shapes
   * @param trainPerClass training images of each
   * @param testPerClass test images of each
   */
  public record ShapesSize(int classes, int trainPerClass, int testPerClass) {}

  /** The same images in another folder. */
  public DataSource in(String folder) {
    return new DataSource(
        dataset, folder, imageSize, testFraction, skipBroken, shapes, seed, classes);
  }

  /** The same images of other classes, written as in {@code --classes}. */
  public DataSource ofClasses(String list) {
    return new DataSource(
        dataset, directory, imageSize, testFraction, skipBroken, shapes, seed, list);
  }
}
