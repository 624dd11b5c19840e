package arcface4j.cli;

import arcface4j.app.DataSets;
import arcface4j.data.Layout;
import arcface4j.data.Shapes;
import arcface4j.image.Fit;
import arcface4j.image.Preprocessing;
import arcface4j.image.Rendering;
import arcface4j.io.FileName;
import arcface4j.model.BackboneSpec;
import arcface4j.train.Cifar10Source;
import arcface4j.train.DataSource;
import arcface4j.train.FolderSource;
import arcface4j.train.ShapesSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the options that name images into a {@link DataSource}; no image is looked at. */
final class DataFlags {

  /** Options that only some data sets have, and which. */
  private static final Map<String, List<String>> OWN_OPTIONS =
      Map.of(
          "data-dir", List.of(Cifar10Source.NAME, FolderSource.NAME),
          "layout", List.of(FolderSource.NAME),
          "test-fraction", List.of(FolderSource.NAME),
          "skip-broken", List.of(FolderSource.NAME),
          "cache", List.of(FolderSource.NAME),
          "cache-size", List.of(FolderSource.NAME),
          "shapes-classes", List.of(ShapesSource.NAME),
          "shapes-train", List.of(ShapesSource.NAME),
          "shapes-test", List.of(ShapesSource.NAME));

  private static final Pattern IMAGE_SIZE = Pattern.compile("(\\d{1,5})(?:x(\\d{1,5}))?");
  private static final double USUAL_TEST_FRACTION = 0.2;
  private static final int CIFAR10_SIZE = 32;
  private static final int LARGEST_IMAGE = 4096;

  private DataFlags() {}

  /** The source to train on that the options name. */
  static DataSource source(Arguments arguments, long seed) throws UsageException {
    String dataset = dataset(arguments);
    refuseOfOthers(arguments, dataset);
    double testFraction = testFraction(arguments);
    if (testFraction == 1) {
      throw new UsageException("--test-fraction 1 leaves nothing to train on; 0.2 is usual");
    }
    String classes = arguments.find("classes").orElse("");
    String place = FileName.text(arguments.path("data-dir"));
    return switch (dataset) {
      case Cifar10Source.NAME -> new Cifar10Source(place, classes);
      case FolderSource.NAME ->
          new FolderSource(
              place,
              arguments.choice("layout", Layout.class),
              testFraction,
              arguments.isSet("skip-broken"),
              seed,
              classes);
      default ->
          new ShapesSource(
              shapesClasses(arguments),
              arguments.positive("shapes-train"),
              arguments.positive("shapes-test"),
              seed,
              classes);
    };
  }

  /** A checkpoint's own source, with what the command line gives another value of. */
  static DataSource changed(DataSource saved, Arguments arguments) throws UsageException {
    String dataset = arguments.isGiven("dataset") ? dataset(arguments) : saved.name();
    refuseOfOthers(arguments, dataset);
    String classes =
        arguments.find("classes").orElse(dataset.equals(saved.name()) ? saved.classes() : "");
    return switch (dataset) {
      case Cifar10Source.NAME -> new Cifar10Source(place(saved, arguments), classes);
      case FolderSource.NAME -> changedFolder(saved, arguments, classes);
      default -> changedShapes(saved, arguments, classes);
    };
  }

  private static FolderSource changedFolder(DataSource saved, Arguments arguments, String classes)
      throws UsageException {
    FolderSource folder =
        saved instanceof FolderSource same
            ? same
            : new FolderSource("", Layout.AUTO, USUAL_TEST_FRACTION, false, 1, "");
    return new FolderSource(
        place(saved, arguments),
        arguments.isGiven("layout") ? arguments.choice("layout", Layout.class) : folder.layout(),
        arguments.isGiven("test-fraction") ? testFraction(arguments) : folder.testFraction(),
        arguments.isGiven("skip-broken") ? arguments.isSet("skip-broken") : folder.skipBroken(),
        folder.seed(),
        classes);
  }

  private static ShapesSource changedShapes(DataSource saved, Arguments arguments, String classes)
      throws UsageException {
    ShapesSource shapes =
        saved instanceof ShapesSource same ? same : new ShapesSource(10, 300, 100, 1, "");
    return new ShapesSource(
        arguments.isGiven("shapes-classes") ? shapesClasses(arguments) : shapes.shapes(),
        arguments.isGiven("shapes-train")
            ? arguments.positive("shapes-train")
            : shapes.trainPerClass(),
        arguments.isGiven("shapes-test")
            ? arguments.positive("shapes-test")
            : shapes.testPerClass(),
        shapes.seed(),
        classes);
  }

  private static String place(DataSource saved, Arguments arguments) throws UsageException {
    if (arguments.isGiven("data-dir")) {
      return FileName.text(arguments.path("data-dir"));
    }
    if (saved instanceof Cifar10Source cifar10) {
      return cifar10.directory();
    }
    return saved instanceof FolderSource folder ? folder.directory() : "data";
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
    return arguments.choice("dataset", DataSets.names());
  }

  /** What makes a network's pixels of the images of a source. */
  static Preprocessing preprocessing(Arguments arguments, DataSource source) throws UsageException {
    int[] size = imageSize(arguments, source);
    return new Preprocessing(
        size[0], size[1], arguments.choice("fit", Fit.class), Rendering.AS_SHOWN);
  }

  /** A model's own preprocessing, for images of the size that the command line asks for. */
  static Preprocessing changed(Preprocessing saved, Arguments arguments, DataSource source)
      throws UsageException {
    if (!arguments.isGiven("image-size")) {
      return saved;
    }
    int[] size = imageSize(arguments, source);
    return saved.withSize(size[0], size[1]);
  }

  /** H and W of the images of a source. */
  private static int[] imageSize(Arguments arguments, DataSource source) throws UsageException {
    String text = arguments.text("image-size");
    Matcher size = IMAGE_SIZE.matcher(text);
    if (!size.matches()) {
      throw wrongSize(text);
    }
    int height = Integer.parseInt(size.group(1));
    int width = size.group(2) == null ? height : Integer.parseInt(size.group(2));
    if (Math.min(height, width) < BackboneSpec.SMALLEST_IMAGE
        || Math.max(height, width) > LARGEST_IMAGE) {
      throw wrongSize(text);
    }
    if (source instanceof Cifar10Source && (height != CIFAR10_SIZE || width != CIFAR10_SIZE)) {
      throw new UsageException("--image-size " + text + " does not go with cifar10, which is 32");
    }
    if (source instanceof ShapesSource && height != width) {
      throw new UsageException("--image-size " + text + " does not go with shapes, drawn square");
    }
    return new int[] {height, width};
  }

  private static UsageException wrongSize(String text) {
    return new UsageException(
        "--image-size %s is not a whole number from %d to %d, or two of them as 160x96"
            .formatted(text, BackboneSpec.SMALLEST_IMAGE, LARGEST_IMAGE));
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

  private static int shapesClasses(Arguments arguments) throws UsageException {
    return (int) arguments.integer("shapes-classes", 2, Shapes.MAX_CLASSES);
  }
}
