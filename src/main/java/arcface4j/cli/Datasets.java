package arcface4j.cli;

import arcface4j.data.Cifar10;
import arcface4j.data.DataSplit;
import arcface4j.data.ImageFolder;
import arcface4j.data.ImageSet;
import arcface4j.data.LabelMap;
import arcface4j.data.Shapes;
import arcface4j.io.DataException;
import arcface4j.model.BackboneSpec;
import arcface4j.train.Checkpoint;
import arcface4j.train.DataFingerprint;
import arcface4j.train.DataSource;
import arcface4j.train.DataSource.ShapesSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The data sets by their names on the command line. */
final class Datasets {

  private static final String CIFAR10 = "cifar10";
  private static final String FOLDER = "folder";
  private static final String SHAPES = "shapes";

  /** Options that only some data sets have, and which. */
  private static final Map<String, List<String>> OWN_OPTIONS =
      Map.of(
          "data-dir", List.of(CIFAR10, FOLDER),
          "test-fraction", List.of(FOLDER),
          "skip-broken", List.of(FOLDER),
          "shapes-classes", List.of(SHAPES),
          "shapes-train", List.of(SHAPES),
          "shapes-test", List.of(SHAPES));

  private static final int CIFAR10_SIZE = 32;
  private static final int LARGEST_IMAGE = 4096;

  private Datasets() {}

  /** The source that the options name; nothing is read yet. */
  static DataSource source(Arguments arguments, long seed) throws UsageException {
    String dataset = dataset(arguments);
    refuseOfOthers(arguments, dataset);
    double testFraction = testFraction(arguments);
    if (testFraction == 1) {
      throw new UsageException("--test-fraction 1 leaves nothing to train on; 0.2 is usual");
    }
    return new DataSource(
        dataset,
        arguments.path("data-dir").toString(),
        imageSize(arguments, dataset),
        testFraction,
        arguments.isSet("skip-broken"),
        new ShapesSize(
            shapesClasses(arguments),
            arguments.positive("shapes-train"),
            arguments.positive("shapes-test")),
        seed,
        arguments.find("classes").orElse(""));
  }

  /** A checkpoint's own source, with what the command line gives another value of. */
  static DataSource changed(DataSource saved, Arguments arguments) throws UsageException {
    String dataset = arguments.isGiven("dataset") ? dataset(arguments) : saved.dataset();
    refuseOfOthers(arguments, dataset);
    ShapesSize shapes = saved.shapes();
    return new DataSource(
        dataset,
        arguments.findPath("data-dir").map(Path::toString).orElse(saved.directory()),
        arguments.isGiven("image-size") ? imageSize(arguments, dataset) : saved.imageSize(),
        arguments.isGiven("test-fraction") ? testFraction(arguments) : saved.testFraction(),
        arguments.isGiven("skip-broken") ? arguments.isSet("skip-broken") : saved.skipBroken(),
        new ShapesSize(
            arguments.isGiven("shapes-classes") ? shapesClasses(arguments) : shapes.classes(),
            arguments.isGiven("shapes-train")
                ? arguments.positive("shapes-train")
                : shapes.trainPerClass(),
            arguments.isGiven("shapes-test")
                ? arguments.positive("shapes-test")
                : shapes.testPerClass()),
        saved.seed(),
        arguments.find("classes").orElse(dataset.equals(saved.dataset()) ? saved.classes() : ""));
  }

  /** What would be ignored: options that belong to other data sets. */
  private static void refuseOfOthers(Arguments arguments, String dataset) throws UsageException {
    for (Map.Entry<String, List<String>> option : OWN_OPTIONS.entrySet()) {
      if (arguments.isGiven(option.getKey()) && !option.getValue().contains(dataset)) {
        throw new UsageException(
            "--%s does not go with --dataset %s, but with %s"
                .formatted(option.getKey(), dataset, String.join(" and ", option.getValue())));
      }
    }
  }

  private static String dataset(Arguments arguments) throws UsageException {
    return arguments.choice("dataset", List.of(CIFAR10, FOLDER, SHAPES));
  }

  private static int imageSize(Arguments arguments, String dataset) throws UsageException {
    int size = (int) arguments.integer("image-size", BackboneSpec.SMALLEST_IMAGE, LARGEST_IMAGE);
    if (dataset.equals(CIFAR10) && size != CIFAR10_SIZE) {
      throw new UsageException("--image-size " + size + " does not go with cifar10, which is 32");
    }
    return size;
  }

  private static double testFraction(Arguments arguments) throws UsageException {
    double fraction = arguments.number("test-fraction", 0, Double.POSITIVE_INFINITY);
    if (fraction == 0 || fraction > 1) {
      throw new UsageException(
          "--test-fraction %s is not in (0, 1]; 0.2 is usual, 1 tests on all images"
              .formatted(arguments.text("test-fraction")));
    }
    return fraction;
  }

  /** Whether images are left to train on; nothing is read yet. */
  static boolean leavesTrainingImages(DataSource source) {
    return source.testFraction() < 1 || ImageFolder.hasTest(Path.of(source.directory()));
  }

  private static int shapesClasses(Arguments arguments) throws UsageException {
    return (int) arguments.integer("shapes-classes", 2, Shapes.MAX_CLASSES);
  }

  /** Reads or draws the images of the classes that the source keeps. */
  static DataSplit load(DataSource source, Console console) throws IOException {
    DataSplit all = loadAll(source, console);
    DataSplit data = kept(source, all.train().labelMap()).map(all::ofClasses).orElse(all);
    if (data.test().size() == 0) {
      throw new DataException(
          "none of the classes %s has a test image".formatted(data.test().labelMap().names()));
    }
    return data;
  }

  /**
   * The same, of a checkpoint's own source or another; warns where a folder that is split would be
   * split otherwise than for its training, so that images it was trained on are tested on.
   */
  static DataSplit loadAgain(Checkpoint checkpoint, DataSource source, Console console)
      throws IOException {
    DataSplit data = load(source, console);
    DataSource trained = checkpoint.options().data().source();
    boolean isSplitAgain =
        source.dataset().equals(FOLDER)
            && trained.dataset().equals(FOLDER)
            && isSameFolder(Path.of(source.directory()), Path.of(trained.directory()))
            && !ImageFolder.hasTest(Path.of(source.directory()));
    if (isSplitAgain && isSplitOtherwise(source, data.train(), checkpoint)) {
      console.warn(
          source.directory()
              + " is no longer split as for the training: test images may have been trained on;"
              + " folders train/ and test/ in it keep them apart");
    }
    return data;
  }

  /** However they are written. */
  private static boolean isSameFolder(Path one, Path other) throws IOException {
    return Files.exists(other) && Files.isSameFile(one, other);
  }

  /** Images of other classes or of another size have another fingerprint by themselves. */
  private static boolean isSplitOtherwise(
      DataSource source, ImageSet train, Checkpoint checkpoint) {
    DataSource trained = checkpoint.options().data().source();
    boolean hasItsFingerprint =
        source.classes().equals(trained.classes()) && source.imageSize() == trained.imageSize();
    return hasItsFingerprint
        ? !trainedOn(train, checkpoint)
        : source.testFraction() != trained.testFraction();
  }

  private static boolean trainedOn(ImageSet train, Checkpoint checkpoint) {
    ImageSet kept = checkpoint.options().split(train).kept();
    return DataFingerprint.of(kept).equals(checkpoint.data());
  }

  /** The classes that the source keeps, unless it keeps all. */
  private static Optional<LabelMap> kept(DataSource source, LabelMap all) throws DataException {
    return source.classes().isEmpty()
        ? Optional.empty()
        : Optional.of(ClassSelection.of(source.classes(), all));
  }

  /**
   * The same, of the classes that a model knows and no others.
   *
   * @param file where the model comes from, for the message
   */
  static DataSplit loadKnown(Checkpoint checkpoint, Path file, DataSource source, Console console)
      throws IOException {
    DataSplit data = loadAgain(checkpoint, source, console);
    List<String> known = checkpoint.model().labels().names();
    List<String> found = data.test().labelMap().names();
    if (!found.equals(known)) {
      throw new IOException(
          ("%s knows the classes %s; the data has %s; --classes keeps some,"
                  + " evaluate --protocol open-set the unknown")
              .formatted(file, known, found));
    }
    return data;
  }

  /**
   * The test images of the classes that the source keeps; of a folder also of classes without
   * training images.
   */
  static ImageSet loadTest(DataSource source, Console console) throws IOException {
    ImageSet all =
        source.dataset().equals(FOLDER)
            ? ImageFolder.readTest(
                Path.of(source.directory()), source.imageSize(), folderOptions(source, console))
            : loadAll(source, console).test();
    return kept(source, all.labelMap()).map(all::ofClasses).orElse(all);
  }

  private static ImageFolder.Options folderOptions(DataSource source, Console console) {
    return new ImageFolder.Options(
        source.skipBroken(), source.testFraction(), source.seed(), console::warn);
  }

  private static DataSplit loadAll(DataSource source, Console console) throws IOException {
    Path directory = Path.of(source.directory());
    return switch (source.dataset()) {
      case CIFAR10 -> Cifar10.read(directory);
      case FOLDER ->
          ImageFolder.read(directory, source.imageSize(), folderOptions(source, console));
      case SHAPES ->
          Shapes.split(
              source.shapes().classes(),
              source.shapes().trainPerClass(),
              source.shapes().testPerClass(),
              source.imageSize(),
              source.seed());
      default -> throw new IOException("unknown data set " + source.dataset());
    };
  }
}
