package arcface4j.data;

import arcface4j.image.ImageDecoder;
import arcface4j.io.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Reads pictures that lie in one folder per class: {@code train/<class>/*} and {@code
 * test/<class>/*}, or {@code <class>/*}, which is then split.
 *
 * <p>Classes and files are sorted by name, so that labels never depend on the file system. Names
 * that begin with a dot are ignored, folders below a class are searched too.
 */
public final class ImageFolder {

  /**
   * How to read.
   *
   * @param skipBroken whether a broken image is left out with a warning; otherwise it is an error
   * @param testFraction share of each class that becomes the test set where there is no {@code
   *     test/}; in (0, 1], 1 for all images
   * @param seed of that split
   * @param warnings hears one line for each image that is left out
   */
  public record Options(
      boolean skipBroken, double testFraction, long seed, Consumer<String> warnings) {

    /**
     * Checks the fraction.
     *
     * @throws IllegalArgumentException if it is not in (0, 1]
     */
    public Options {
      if (!(testFraction > 0 && testFraction <= 1)) {
        throw new IllegalArgumentException(
            "test fraction " + testFraction + " is not in (0, 1]; 0.2 tests on a fifth");
      }
    }
  }

  private static final String TRAIN = "train";
  private static final String TEST = "test";

  private final ImageShape shape;
  private final Options options;

  private ImageFolder(ImageShape shape, Options options) {
    this.shape = shape;
    this.options = options;
  }

  /** Whether a folder says which images are for testing; otherwise it is split. */
  public static boolean hasTest(Path dir) {
    return Files.exists(dir.resolve(TEST));
  }

  /**
   * Reads training and test images, each resized to [3, S, S] as {@link ImageDecoder} says.
   *
   * @param imageSize S
   * @throws DataException if a folder is missing, empty or unreadable, a class of the test set is
   *     not in the training set, an image is broken, or the heap is too small
   */
  public static DataSplit read(Path dir, int imageSize, Options options) throws IOException {
    ImageFolder reader = new ImageFolder(new ImageShape(3, imageSize, imageSize), options);
    ClassFolders.requireFolder(dir);
    Path train = dir.resolve(TRAIN);
    Path test = dir.resolve(TEST);
    if (Files.exists(train) && Files.exists(test)) {
      return reader.readTwo(ClassFolders.list(train), ClassFolders.list(test));
    }
    if (Files.exists(train) || Files.exists(test)) {
      throw onlyOne(dir);
    }
    return reader.readOne(ClassFolders.list(dir));
  }

  private static DataException onlyOne(Path dir) {
    return DataException.at(
        dir,
        "has only one of train/ and test/; give both, or one folder of classes, which is split");
  }

  /**
   * Reads images to measure on, whatever their classes: those of {@code test/} where it exists,
   * otherwise of every class folder. The label map is their own.
   *
   * @param imageSize S
   * @throws DataException if a folder is missing, empty or unreadable, there is a {@code train/}
   *     but no {@code test/}, an image is broken, or the heap is too small
   */
  public static ImageSet readTest(Path dir, int imageSize, Options options) throws IOException {
    ImageFolder reader = new ImageFolder(new ImageShape(3, imageSize, imageSize), options);
    ClassFolders.requireFolder(dir);
    Path test = dir.resolve(TEST);
    if (Files.exists(dir.resolve(TRAIN)) && !Files.exists(test)) {
      throw onlyOne(dir);
    }
    ClassFolders folders = ClassFolders.list(Files.exists(test) ? test : dir);
    reader.requireMemory(folders.root(), folders.images());
    return reader.read(folders, folders.labelMap(), true);
  }

  private DataSplit readTwo(ClassFolders train, ClassFolders test) throws IOException {
    LabelMap labelMap = train.labelMap();
    for (ClassFolders.Images extra : test.classes()) {
      if (labelMap.indexOf(extra.name()) < 0) {
        throw DataException.at(
            test.root(),
            "class '%s' is not among the training classes %s"
                .formatted(extra.name(), labelMap.names()));
      }
    }
    requireMemory(train.root(), train.images() + test.images());
    return new DataSplit(read(train, labelMap, true), read(test, labelMap, false));
  }

  private DataSplit readOne(ClassFolders folders) throws IOException {
    requireMemory(folders.root(), folders.images());
    ImageSet all = read(folders, folders.labelMap(), true);
    if (options.testFraction() == 1) {
      return new DataSplit(all.subset(new int[0]), all);
    }
    StratifiedSplit split = StratifiedSplit.split(all, options.testFraction(), options.seed());
    if (split.heldOut().size() == 0) {
      throw DataException.at(
          folders.root(),
          "a share of %s holds out no image of any class; give more images or a larger share"
              .formatted(options.testFraction()));
    }
    return new DataSplit(split.kept(), split.heldOut());
  }

  private void requireMemory(Path root, long images) throws DataException {
    MemoryBudget.require(root.toString(), images, shape.values());
  }

  private ImageSet read(ClassFolders folders, LabelMap labelMap, boolean everyClass)
      throws IOException {
    ImageSetBuilder builder =
        new ImageSetBuilder(labelMap, shape, Math.toIntExact(folders.images()));
    for (ClassFolders.Images images : folders.classes()) {
      int added = add(images, labelMap.indexOf(images.name()), builder);
      if (added == 0 && everyClass) {
        throw DataException.at(
            folders.root(),
            "class '%s' has no image left, all %d are broken"
                .formatted(images.name(), images.files().size()));
      }
    }
    ImageSet set = builder.build();
    if (set.size() == 0) {
      throw DataException.at(folders.root(), "no image is left, all are broken");
    }
    return set;
  }

  private int add(ClassFolders.Images images, int label, ImageSetBuilder builder)
      throws DataException {
    int added = 0;
    for (Path file : images.files()) {
      try {
        builder.add(ImageDecoder.decode(file, shape.height()), 0, label, ImageFiles.name(file));
        added++;
      } catch (DataException e) {
        if (!options.skipBroken()) {
          throw new DataException(e.getMessage() + "; --skip-broken leaves it out", e);
        }
        options.warnings().accept("left out: " + e.getMessage());
      }
    }
    return added;
  }
}
