package arcface4j.train;

/**
 * CIFAR-10.
 *
 * @param directory where the files are
 * @param classes as {@link DataSource#classes}
 */
public record Cifar10Source(String directory, String classes) implements DataSource {

  public static final String NAME = "cifar10";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Cifar10Source ofClasses(String list) {
    return new Cifar10Source(directory, list);
  }

  @Override
  public Cifar10Source in(String place) {
    return new Cifar10Source(place, classes);
  }
}
