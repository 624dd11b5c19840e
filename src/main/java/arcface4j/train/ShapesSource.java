package arcface4j.train;

/**
 * Drawn shapes.
 *
 * @param shapes different ones, each a class
 * @param trainPerClass training images of each
 * @param testPerClass test images of each
 * @param seed of the drawings
 * @param classes as {@link DataSource#classes}
 */
public record ShapesSource(
    int shapes, int trainPerClass, int testPerClass, long seed, String classes)
    implements DataSource {

  public static final String NAME = "shapes";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ShapesSource ofClasses(String list) {
    return new ShapesSource(shapes, trainPerClass, testPerClass, seed, list);
  }

  @Override
  public ShapesSource in(String place) {
    return this;
  }
}
