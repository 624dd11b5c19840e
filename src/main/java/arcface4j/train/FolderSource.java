package arcface4j.train;

import arcface4j.data.Layout;

/**
 * A folder of images, or a table that names them.
 *
 * @param directory the folder or the table
 * @param layout how its folders are read
 * @param testFraction share of each class to test on where the place does not say it
 * @param skipBroken whether a broken image is left out
 * @param seed of that split
 * @param classes as {@link DataSource#classes}
 */
public record FolderSource(
    String directory,
    Layout layout,
    double testFraction,
    boolean skipBroken,
    long seed,
    String classes)
    implements DataSource {

  public static final String NAME = "folder";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public FolderSource ofClasses(String list) {
    return new FolderSource(directory, layout, testFraction, skipBroken, seed, list);
  }

  /** The same where a broken image is left out. */
  public FolderSource skippingBroken() {
    return new FolderSource(directory, layout, testFraction, true, seed, classes);
  }

  @Override
  public FolderSource in(String place) {
    return new FolderSource(place, layout, testFraction, skipBroken, seed, classes);
  }
}
