package arcface4j.app;

import arcface4j.data.BrokenImages;
import arcface4j.data.Cifar10;
import arcface4j.data.DataSplit;
import arcface4j.data.ImageCache;
import arcface4j.data.ImageFolder;
import arcface4j.data.ImageListing;
import arcface4j.data.ImageSet;
import arcface4j.data.LabelMap;
import arcface4j.data.Shapes;
import arcface4j.image.Preprocessing;
import arcface4j.io.DataException;
import arcface4j.io.FileName;
import arcface4j.train.Checkpoint;
import arcface4j.train.Cifar10Source;
import arcface4j.train.DataSource;
import arcface4j.train.FolderSource;
import arcface4j.train.ShapesSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The images of data sources; those of files are listed here and decoded when they are used. */
public final class DataSets {

  private DataSets() {}

  /**
   * The images of the classes that a source keeps.
   *
   * @param preprocessing what makes planes of pictures; shapes are drawn in its size
   * @param cache keeps what was decoded
   */
  public static DataSplit load(
      DataSource source, Preprocessing preprocessing, ImageCache cache, Remarks remarks)
      throws IOException {
    DataSplit all = loadAll(source, preprocessing, cache, remarks);
    if (source.classes().isEmpty()) {
      return all;
    }
    LabelMap kept = ClassSelection.of(source.classes(), all.train().labelMap());
    DataSplit data = all.ofClasses(kept);
    if (all.test().size() > 0 && data.test().size() == 0) {
      throw new DataException("none of the classes %s has a test image".formatted(kept.describe()));
    }
    return data;
  }

  private static DataSplit loadAll(
      DataSource source, Preprocessing preprocessing, ImageCache cache, Remarks remarks)
      throws IOException {
    if (source instanceof Cifar10Source cifar10) {
      return Cifar10.read(FileName.path(cifar10.directory()));
    }
    if (source instanceof FolderSource folder) {
      ImageListing listing = ImageListing.of(FileName.path(folder.directory()), folder.layout());
      remarks.note(listing.describe());
      return ImageFolder.split(listing, options(folder, preprocessing, cache));
    }
    ShapesSource shapes = (ShapesSource) source;
    return Shapes.split(
        shapes.shapes(),
        shapes.trainPerClass(),
        shapes.testPerClass(),
        preprocessing.height(),
        shapes.seed());
  }

  private static ImageFolder.Options options(
      FolderSource folder, Preprocessing preprocessing, ImageCache cache) {
    return new ImageFolder.Options(preprocessing, folder.testFraction(), folder.seed(), cache);
  }

  /** What becomes of an image that cannot be read. */
  public static BrokenImages broken(DataSource source, Remarks remarks) {
    boolean skips = source instanceof FolderSource folder && folder.skipBroken();
    return skips
        ? BrokenImages.leftOut(remarks::warn)
        : BrokenImages.refused("; --skip-broken leaves it out");
  }

  /**
   * As {@link #load}, of a checkpoint's own source or another; warns where a folder that is split
   * would be split otherwise than for its training, so that images it was trained on are tested on.
   */
  public static DataSplit loadAgain(
      Checkpoint checkpoint,
      DataSource source,
      Preprocessing preprocessing,
      ImageCache cache,
      Remarks remarks)
      throws IOException {
    DataSplit data = load(source, preprocessing, cache, remarks);
    DataSource trained = checkpoint.options().data().source();
    if (source instanceof FolderSource folder
        && trained instanceof FolderSource before
        && isSameFolder(FileName.path(folder.directory()), FileName.path(before.directory()))
        && isDivided(folder)
        && isSplitOtherwise(folder, before, checkpoint)) {
      remarks.warn(
          folder.directory()
              + " is no longer split as for the training: test images may have been trained on;"
              + " folders train/ and test/ in it keep them apart");
    }
    return data;
  }

  /** However they are written. */
  private static boolean isSameFolder(Path one, Path other) throws IOException {
    return Files.exists(other) && Files.isSameFile(one, other);
  }

  private static boolean isDivided(FolderSource folder) throws IOException {
    return !ImageListing.hasHeldOut(FileName.path(folder.directory()), folder.layout());
  }

  private static boolean isSplitOtherwise(
      FolderSource folder, FolderSource before, Checkpoint checkpoint) throws IOException {
    if (!folder.classes().equals(before.classes())) {
      return folder.testFraction() != before.testFraction();
    }
    Preprocessing trained = checkpoint.model().preprocessing();
    ImageSet train = load(folder, trained, ImageCache.none(), Remarks.unheard()).train();
    return !checkpoint.data().isOf(checkpoint.options().split(train).kept());
  }

  /**
   * The test images, or those for validation where there are no others, with labels of a model's
   * classes.
   *
   * @param file where the model comes from, for the message
   * @throws IOException if there are none, or the model does not know all of their classes
   */
  public static ImageSet requireKnown(DataSplit data, LabelMap known, Path file)
      throws IOException {
    ImageSet test = measured(data);
    if (test.labelledAs(known).isEmpty()) {
      throw new IOException(
          ("%s knows the classes %s; the data has %s; --classes keeps some,"
                  + " evaluate --protocol open-set the unknown")
              .formatted(file, known.describe(), test.labelMap().describe()));
    }
    return test.labelledAs(known).get();
  }

  /** The test images, or those for validation where there are no others. */
  public static ImageSet measured(DataSplit data) throws DataException {
    ImageSet images = data.test().size() > 0 ? data.test() : data.validation();
    if (images.size() == 0) {
      throw new DataException("no test image; a folder test/ or --test-fraction gives some");
    }
    return images;
  }

  /** The test images of the classes that a source keeps, whatever their classes are. */
  public static ImageSet loadTest(
      DataSource source, Preprocessing preprocessing, ImageCache cache, Remarks remarks)
      throws IOException {
    DataSource all = source.ofClasses("");
    if (all instanceof FolderSource folder && isDivided(folder)) {
      all =
          new FolderSource(
              folder.directory(), folder.layout(), 1, folder.skipBroken(), folder.seed(), "");
    }
    ImageSet test = measured(load(all, preprocessing, cache, remarks));
    return source.classes().isEmpty()
        ? test
        : test.ofClasses(ClassSelection.of(source.classes(), test.labelMap()));
  }

  /** Whether images are left to train on; nothing is decoded. */
  public static boolean leavesTrainingImages(DataSource source) throws IOException {
    return !(source instanceof FolderSource folder)
        || folder.testFraction() < 1
        || !isDivided(folder);
  }

  /** Names of data sources, as in {@code --dataset}. */
  public static List<String> names() {
    return List.of(Cifar10Source.NAME, FolderSource.NAME, ShapesSource.NAME);
  }
}
