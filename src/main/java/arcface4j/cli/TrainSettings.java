package arcface4j.cli;

import arcface4j.data.Augmentation;
import arcface4j.data.FlipMode;
import arcface4j.data.ImageSet;
import arcface4j.data.Normalization;
import arcface4j.data.PaddingMode;
import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.model.ResNetSpec;
import arcface4j.model.WeightDecay;
import arcface4j.train.DataOptions;
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
  private static final double WARMUP_PART = 0.8;
  private static final int WIDEST = 1024;

  private final Arguments arguments;

  TrainSettings(Arguments arguments) {
    this.arguments = arguments;
  }

  TrainOptions options() throws UsageException {
    long seed = arguments.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE);
    return new TrainOptions(
        arguments.find("preset").orElse(""),
        model(),
        new DataOptions(
            Datasets.source(arguments, seed), arguments.number("validation", 0, 1), augmentation()),
        optimizer(),
        arguments.positive("epochs"),
        arguments.positive("batch-size"),
        arguments.positive("eval-batch-size"),
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
            arguments.isSet("decay-all")));
  }

  private String upper(String name, List<String> choices) throws UsageException {
    return arguments.choice(name, choices).toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The head without a warm-up of its margin, which is known in steps only with the data. */
  MarginHead head() throws UsageException {
    try {
      MarginHead head = MarginHead.of(HeadKind.named(arguments.text("head")));
      if (arguments.find("scale").isPresent() && (head.kind().hasScale() || given("scale"))) {
        head = head.withScale(arguments.number("scale", 0, Double.POSITIVE_INFINITY));
      }
      if (arguments.find("margin").isPresent() && (head.margin() > 0 || given("margin"))) {
        head = head.withMargin(arguments.number("margin", 0, Double.POSITIVE_INFINITY));
      }
      return head.withEasyMargin(arguments.isSet("easy-margin"))
          .withSubcenters(arguments.positive("subcenters"))
          .withFocalGamma(arguments.number("focal-gamma", 0, Double.POSITIVE_INFINITY));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private boolean given(String name) {
    return arguments.isGiven(name);
  }

  /** Epochs over which the margin grows. */
  private double warmupEpochs(MarginHead head, int epochs) throws UsageException {
    boolean auto = arguments.text("margin-warmup").equals("auto");
    if (auto) {
      return head.kind().hasMarginWarmup() ? WARMUP_PART * epochs : 0;
    }
    double wanted = arguments.number("margin-warmup", 0, Double.POSITIVE_INFINITY);
    if (wanted > 0 && !head.kind().hasMarginWarmup() && given("margin-warmup")) {
      throw new UsageException(
          "--margin-warmup does not go with "
              + head.kind().label()
              + "; arcface and cosface have it");
    }
    return head.kind().hasMarginWarmup() ? wanted : 0;
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
    warmupEpochs(head(), options.epochs());
    network(3, options.data().source().imageSize());
    normalizationName();
  }

  /** The model for these training images. */
  ModelDescription model(TrainOptions options, ImageSet images) throws UsageException {
    int stepsPerEpoch = (images.size() + options.batchSize() - 1) / options.batchSize();
    long warmupSteps = Math.round(warmupEpochs(head(), options.epochs()) * stepsPerEpoch);
    return new ModelDescription(
        network(images.channels(), images.height()),
        head().withMarginWarmupSteps(Math.toIntExact(warmupSteps)),
        images.labelMap(),
        normalizationName().equals("original")
            ? Normalization.ORIGINAL_CIFAR10
            : Normalization.of(images));
  }

  private String normalizationName() throws UsageException {
    return arguments.choice("normalization", List.of("computed", "original"));
  }
}
