package arcface4j.cli;

import arcface4j.data.Augmentation;
import arcface4j.data.FlipMode;
import arcface4j.data.ImageSet;
import arcface4j.data.ImageSizes;
import arcface4j.data.Normalization;
import arcface4j.data.PaddingMode;
import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.head.MarginWarmup;
import arcface4j.model.NormOptions;
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
import java.util.Optional;

/** Reads the options of {@code train} into what the other packages take; all are checked here. */
final class TrainSettings {

  private static final Map<String, List<Integer>> MODELS =
      Map.of("resnet18", List.of(2, 2, 2, 2), "resnet34", List.of(3, 4, 6, 3));
  private static final String AUTO = "auto";
  private static final double DELAY_PART = 0.4;
  private static final double WARMUP_PART = 0.4;
  private static final double WANTED_PROBABILITY = 0.9999; // of --scale auto
  private static final int WIDEST = 1024;

  private final Arguments arguments;

  TrainSettings(Arguments arguments) {
    this.arguments = arguments;
  }

  TrainOptions options() throws UsageException {
    long seed = arguments.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE);
    DataSource source = Datasets.source(arguments, seed);
    return new TrainOptions(
        arguments.find("preset").orElse(""),
        model(),
        new DataOptions(
            source,
            arguments.number("validation", 0, 1),
            augmentation(),
            sizes(source.imageSize())),
        optimizer(),
        norms(),
        arguments.positive("epochs"),
        arguments.positive("batch-size"),
        arguments.positive("eval-batch-size"),
        arguments.isSet("test-every-epoch"),
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
        FlipMode.valueOf(upper("flip", List.of("none", "random", "alternating"))),
        (int) arguments.integer("cutout", 0, 1024));
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

  private NormOptions norms() throws UsageException {
    try {
      return new NormOptions(
          arguments.number("norm-momentum", 0, Double.POSITIVE_INFINITY),
          arguments.isSet("zero-init-residual"));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage().replaceFirst("norm ", "norm-"));
    }
  }

  private OptimizerOptions optimizer() throws UsageException {
    List<String> schedules = List.of("constant", "step", "cosine", "one-cycle");
    double momentum = arguments.number("momentum", 0, 1);
    return new OptimizerOptions(
        RateSchedule.valueOf(upper("schedule", schedules)),
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

  /**
   * The head without what is known only with the data: the automatic scale, and the warm-up of the
   * margin in steps.
   */
  MarginHead head() throws UsageException {
    try {
      MarginHead head = MarginHead.of(HeadKind.named(arguments.text("head")));
      if (isAutoScale()) {
        requireScale(head.kind());
      } else if (arguments.find("scale").isPresent()
          && (head.kind().hasScale() || given("scale"))) {
        head = head.withScale(arguments.number("scale", 0, Double.POSITIVE_INFINITY));
      }
      if (arguments.find("margin").isPresent() && ofThisHead("margin")) {
        head = head.withMargin(arguments.number("margin", 0, Double.POSITIVE_INFINITY));
      }
      return head.withEasyMargin(arguments.isSet("easy-margin") && ofThisHead("easy-margin"))
          .withSubcenters(arguments.positive("subcenters"))
          .withFocalGamma(arguments.number("focal-gamma", 0, Double.POSITIVE_INFINITY))
          .withLabelSmoothing(arguments.number("label-smoothing", 0, 1));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private boolean isAutoScale() {
    return arguments.find("scale").equals(Optional.of(AUTO));
  }

  private void requireScale(HeadKind kind) throws UsageException {
    if (!kind.hasScale() && given("scale")) {
      throw new UsageException(
          "--scale auto does not go with %s, which has none".formatted(kind.label()));
    }
  }

  private MarginHead scaled(MarginHead head, int classes) {
    boolean auto = isAutoScale() && head.kind().hasScale();
    return auto ? head.withScale(MarginHead.scaleBound(classes, WANTED_PROBABILITY)) : head;
  }

  /** A preset's margin is that of its own head. */
  private boolean ofThisHead(String option) {
    return given(option) || !given("head");
  }

  private boolean given(String name) {
    return arguments.isGiven(name);
  }

  /** A head whose margin, if it can, grows in these epochs of so many steps. */
  private MarginHead warmedUp(MarginHead head, int epochs, int stepsPerEpoch)
      throws UsageException {
    boolean auto = arguments.text("margin-warmup").equals(AUTO);
    double warmup = auto ? WARMUP_PART * epochs : growthEpochs("margin-warmup", head);
    boolean autoDelay = arguments.text("margin-delay").equals(AUTO);
    double delay =
        autoDelay ? (auto ? DELAY_PART * epochs : 0) : growthEpochs("margin-delay", head);
    if (!head.kind().hasMarginWarmup()) {
      return head;
    }
    // These casts end at the largest int.
    return head.withMarginWarmup(
        new MarginWarmup(
            (int) Math.rint(delay * stepsPerEpoch), (int) Math.rint(warmup * stepsPerEpoch)));
  }

  private double growthEpochs(String option, MarginHead head) throws UsageException {
    double epochs = arguments.number(option, 0, Double.POSITIVE_INFINITY);
    if (epochs > 0 && !head.kind().hasMarginWarmup() && given(option)) {
      throw new UsageException(
          "--%s does not go with %s; arcface and cosface have it"
              .formatted(option, head.kind().label()));
    }
    return epochs;
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
    warmedUp(head(), options.epochs(), 1);
    network(3, options.data().source().imageSize());
    normalizationName();
  }

  /** The model for these training images. */
  ModelDescription model(TrainOptions options, ImageSet images) throws UsageException {
    int stepsPerEpoch = (images.size() + options.batchSize() - 1) / options.batchSize();
    MarginHead head = warmedUp(head(), options.epochs(), stepsPerEpoch);
    return new ModelDescription(
        network(images.channels(), images.height()),
        scaled(head, images.labelMap().size()),
        images.labelMap(),
        normalizationName().equals("original")
            ? Normalization.ORIGINAL_CIFAR10
            : Normalization.of(images));
  }

  private String normalizationName() throws UsageException {
    return arguments.choice("normalization", List.of("computed", "original"));
  }
}
