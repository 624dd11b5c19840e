package arcface4j.cli;

import arcface4j.data.Augmentation;
import arcface4j.data.FlipMode;
import arcface4j.data.ImageSet;
import arcface4j.data.ImageSizes;
import arcface4j.data.Normalization;
import arcface4j.data.PaddingMode;
import arcface4j.head.MarginHead;
import arcface4j.model.ResNetSpec;
import arcface4j.model.WeightDecay;
import arcface4j.train.DataOptions;
import arcface4j.train.DataSource;
import arcface4j.train.ModelDescription;
import arcface4j.train.OptimizerOptions;
import arcface4j.train.OptimizerOptions.RateSchedule;
import arcface4j.train.TrainOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the options of {@code train} into what the other packages take; all are checked here. */
final class TrainSettings {

  private static final Map<String, List<Integer>> MODELS =
      Map.of("resnet18", List.of(2, 2, 2, 2), "resnet34", List.of(3, 4, 6, 3));
  private static final int WIDEST = 1024;

  private final Arguments arguments;

  TrainSettings(Arguments arguments) {
    this.arguments = arguments;
  }

  TrainOptions options() throws UsageException {
    String preset = arguments.find("preset").orElse("");
    boolean testsEveryEpoch = arguments.isSet("test-every-epoch");
    if (preset.equals(Presets.ORIGINAL) && !testsEveryEpoch) {
      throw new UsageException(
          "--test-every-epoch 0 does not go with --preset original, which prints every test");
    }
    long seed = arguments.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE);
    DataSource source = Datasets.source(arguments, seed);
    return new TrainOptions(
        preset,
        model(),
        new DataOptions(
            source,
            arguments.number("validation", 0, 1),
            augmentation(),
            sizes(source.imageSize())),
        optimizer(),
        arguments.positive("epochs"),
        arguments.positive("batch-size"),
        arguments.positive("eval-batch-size"),
        testsEveryEpoch,
        seed);
  }

  private String model() throws UsageException {
    return arguments.choice("model", List.of("resnet18", "resnet34"));
  }

  private Augmentation augmentation() throws UsageException {
    int padding = (int) arguments.integer("padding", 0, 1024);
    return new Augmentation(
        padding,
        PaddingMode.valueOf(upper("padding-mode", List.of("black", "reflect"))),
        FlipMode.valueOf(upper("flip", List.of("none", "random", "alternating"))));
  }

  private ImageSizes sizes(int imageSize) throws UsageException {
    if (arguments.find("sizes").isEmpty()) {
      return ImageSizes.FULL;
    }
    try {
      ImageSizes sizes = ImageSizes.parse(arguments.text("sizes"));
      if (sizes.largest() <= imageSize) {
        return sizes;
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException("--sizes: " + e.getMessage());
    }
    throw new UsageException(
        "--sizes %s: the images have %d pixels, and none is made larger"
            .formatted(arguments.text("sizes"), imageSize));
  }

  private OptimizerOptions optimizer() throws UsageException {
    List<String> schedules = List.of("constant", "step", "cosine", "one-cycle");
    RateSchedule schedule = RateSchedule.valueOf(upper("schedule", schedules));
    for (String option : List.of("lr-step-epochs", "lr-gamma")) {
      if (arguments.isGiven(option) && schedule != RateSchedule.STEP) {
        throw new UsageException("--" + option + " goes with --schedule step");
      }
    }
    double momentum = arguments.number("momentum", 0, 1);
    return new OptimizerOptions(
        schedule,
        arguments.number("lr", 0, Double.POSITIVE_INFINITY),
        momentum,
        momentum > 0 && arguments.isSet("nesterov"),
        arguments.positive("lr-step-epochs"),
        arguments.number("lr-gamma", 0, Double.POSITIVE_INFINITY),
        new WeightDecay(
            arguments.number("weight-decay", 0, Double.POSITIVE_INFINITY),
            arguments.isSet("decay-all")),
        arguments.number("ema", 0, 1));
  }

  private String upper(String name, List<String> choices) throws UsageException {
    return arguments.choice(name, choices).toUpperCase(Locale.ROOT).replace('-', '_');
  }

  ResNetSpec network(int channels, int imageSize) throws UsageException {
    String features = arguments.text("features");
    return ResNetSpec.of(
        MODELS.get(model()),
        (int) arguments.integer("width", 1, WIDEST),
        channels,
        imageSize,
        features.equals("pooled") ? 0 : positiveFeatures());
  }

  private int positiveFeatures() throws UsageException {
    try {
      return arguments.positive("features");
    } catch (UsageException e) {
      throw new UsageException(e.getMessage() + ", or pooled");
    }
  }

  /** Refuses wrong values of the options that wait for the data, before any is read. */
  void check(TrainOptions options) throws UsageException {
    new HeadSettings(arguments).check();
    network(3, options.data().source().imageSize());
    normalizationName();
  }

  /** The model for these training images. */
  ModelDescription model(TrainOptions options, ImageSet images) throws UsageException {
    int stepsPerEpoch = (images.size() + options.batchSize() - 1) / options.batchSize();
    MarginHead head =
        new HeadSettings(arguments).head(images.labelMap().size(), options.epochs(), stepsPerEpoch);
    return new ModelDescription(
        network(images.channels(), images.height()),
        head,
        images.labelMap(),
        normalizationName().equals("original")
            ? Normalization.ORIGINAL_CIFAR10
            : Normalization.of(images));
  }

  private String normalizationName() throws UsageException {
    return arguments.choice("normalization", List.of("computed", "original"));
  }
}
