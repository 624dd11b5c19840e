package arcface4j.cli;

import arcface4j.app.TrainingData;
import arcface4j.data.Augmentation;
import arcface4j.data.FlipMode;
import arcface4j.data.ImageSet;
import arcface4j.data.ImageSizes;
import arcface4j.data.Normalization;
import arcface4j.data.PaddingMode;
import arcface4j.data.PixelLength;
import arcface4j.data.augment.AutoAugment;
import arcface4j.data.augment.BatchMixing;
import arcface4j.data.augment.ColorJitter;
import arcface4j.data.augment.PhotoAugmentation;
import arcface4j.data.augment.RandomCrop;
import arcface4j.engine.Activation;
import arcface4j.head.MarginHead;
import arcface4j.image.Preprocessing;
import arcface4j.model.BackboneSpec;
import arcface4j.model.PlainSpec;
import arcface4j.model.ResNetSpec;
import arcface4j.model.WeightDecay;
import arcface4j.train.DataOptions;
import arcface4j.train.DataSource;
import arcface4j.train.ModelDescription;
import arcface4j.train.OptimizerOptions;
import arcface4j.train.OptimizerOptions.RateSchedule;
import arcface4j.train.TrainOptions;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Reads the options of {@code train} into what the other packages take; all are checked here. */
final class TrainSettings {

  /** Of the images of every data set. */
  static final int CHANNELS = 3;

  private static final int WIDEST = 1024;

  /** The backbones. */
  private enum Backbone {
    RESNET18(Activation.RELU) {
      @Override
      BackboneSpec network(
          int width, int channels, int imageSize, Activation activation, int features) {
        return ResNetSpec.of(List.of(2, 2, 2, 2), width, channels, imageSize, features);
      }
    },
    RESNET34(Activation.RELU) {
      @Override
      BackboneSpec network(
          int width, int channels, int imageSize, Activation activation, int features) {
        return ResNetSpec.of(List.of(3, 4, 6, 3), width, channels, imageSize, features);
      }
    },
    PLAIN8(Activation.GELU, Activation.RELU) {
      @Override
      BackboneSpec network(
          int width, int channels, int imageSize, Activation activation, int features) {
        return PlainSpec.of(width, channels, imageSize, activation, features);
      }
    };

    private final List<Activation> activations;

    /**
     * @param activations what it can have between its layers, the usual one first
     */
    Backbone(Activation... activations) {
      this.activations = List.of(activations);
    }

    abstract BackboneSpec network(
        int width, int channels, int imageSize, Activation activation, int features);

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

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
    DataSource source = DataFlags.source(arguments, seed);
    Preprocessing preprocessing = preprocessing(source);
    return new TrainOptions(
        preset,
        backbone().label(),
        new DataOptions(
            source,
            validation(),
            validationClasses(),
            augmentation(preprocessing.smallerSide()),
            sizes(preprocessing.height())),
        optimizer(),
        arguments.positive("epochs"),
        arguments.positive("batch-size"),
        arguments.positive("eval-batch-size"),
        testsEveryEpoch,
        seed);
  }

  /** A preset's share of the images gives way to a share of the classes. */
  private double validation() throws UsageException {
    double share = arguments.number("validation", 0, 1);
    if (validationClasses() == 0) {
      return share;
    }
    if (share > 0 && arguments.isGiven("validation")) {
      throw new UsageException(
          "--validation holds out images and --validation-classes classes; give one of the two");
    }
    return 0;
  }

  private double validationClasses() throws UsageException {
    return arguments.number("validation-classes", 0, 1);
  }

  /** What makes the network's pixels of a picture. */
  Preprocessing preprocessing(DataSource source) throws UsageException {
    return DataFlags.preprocessing(arguments, source);
  }

  private Backbone backbone() throws UsageException {
    return arguments.choice("model", Backbone.class);
  }

  private Augmentation augmentation(int imageSize) throws UsageException {
    return augmentation(
        imageSize,
        new BatchMixing(read("mixup", BatchMixing::parse), read("cutmix", BatchMixing::parse)));
  }

  /** What happens to single images. */
  Augmentation changesOfImages(int imageSize) throws UsageException {
    return augmentation(imageSize, BatchMixing.NONE);
  }

  private Augmentation augmentation(int imageSize, BatchMixing mixing) throws UsageException {
    try {
      Augmentation augmentation =
          new Augmentation(
              pixels("padding", imageSize),
              arguments.choice("padding-mode", PaddingMode.class),
              arguments.choice("flip", FlipMode.class),
              pixels("cutout", imageSize),
              photo(mixing));
      augmentation.requireFits(imageSize);
      return augmentation;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private PhotoAugmentation photo(BatchMixing mixing) throws UsageException {
    return new PhotoAugmentation(
        read("random-resized-crop", RandomCrop::parse),
        read("auto-augment", AutoAugment::parse),
        read("color-jitter", ColorJitter::parse),
        probability("grayscale"),
        probability("blur"),
        probability("erase"),
        mixing);
  }

  private double probability(String option) throws UsageException {
    return read(option, PhotoAugmentation::parseProbability);
  }

  private <T> T read(String option, Function<String, T> parser) throws UsageException {
    try {
      return parser.apply(arguments.text(option));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + option + ": " + e.getMessage());
    }
  }

  private int pixels(String option, int imageSize) throws UsageException {
    String text = arguments.text(option);
    UsageException refusal =
        new UsageException(
            "--%s %s is not from 0 to the images' %d pixels, as 4 or 12.5%% is"
                .formatted(option, text, imageSize));
    try {
      int pixels = PixelLength.parse(text, imageSize);
      if (pixels < 0 || pixels > imageSize) {
        throw refusal;
      }
      return pixels;
    } catch (NumberFormatException e) {
      throw refusal;
    }
  }

  private ImageSizes sizes(int imageSize) throws UsageException {
    if (arguments.find("sizes").isEmpty()) {
      return ImageSizes.FULL;
    }
    String text = arguments.text("sizes");
    try {
      ImageSizes sizes = ImageSizes.parse(text, imageSize);
      requireFits(sizes, text, imageSize);
      return sizes;
    } catch (IllegalArgumentException e) {
      throw new UsageException("--sizes: " + e.getMessage());
    }
  }

  /** A network is measured and used on images of the size that its training ends with. */
  private static void requireFits(ImageSizes sizes, String text, int imageSize)
      throws UsageException {
    if (sizes.largest() > imageSize) {
      throw new UsageException(
          "--sizes %s: the images have %d pixels, and none is made larger"
              .formatted(text, imageSize));
    }
    if (sizes.last() != imageSize) {
      throw new UsageException(
          "--sizes %1$s: the images have %2$d pixels; the last size is %2$d or 100%%"
              .formatted(text, imageSize));
    }
  }

  private OptimizerOptions optimizer() throws UsageException {
    RateSchedule schedule = arguments.choice("schedule", RateSchedule.class);
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

  BackboneSpec network(int channels, int imageSize) throws UsageException {
    String features = arguments.text("features");
    return backbone()
        .network(
            (int) arguments.integer("width", 1, WIDEST),
            channels,
            imageSize,
            activation(),
            features.equals("pooled") ? 0 : positiveFeatures());
  }

  private Activation activation() throws UsageException {
    Backbone backbone = backbone();
    if (arguments.find("activation").isEmpty()) {
      return backbone.activations.get(0);
    }
    Activation asked = arguments.choice("activation", Activation.class);
    if (!backbone.activations.contains(asked)) {
      throw new UsageException(
          "--activation %s does not go with --model %s, whose blocks have relu; plain8 takes both"
              .formatted(asked.label(), backbone.label()));
    }
    return asked;
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
    MarginHead head = new HeadSettings(arguments).check();
    BatchMixing mixing = options.data().augmentation().photo().mixing();
    if (!mixing.equals(BatchMixing.NONE) && !head.takesMixedLabels()) {
      throw new UsageException(
          "--mixup and --cutmix give an image two classes, which the loss of %s does not take;"
                  .formatted(head.kind().label())
              + " --head softmax or normface without --focal-gamma does");
    }
    network(CHANNELS, preprocessing(options.data().source()).smallerSide());
    normalizationName();
  }

  /** The model for these training images. */
  ModelDescription model(TrainOptions options, TrainingData data)
      throws UsageException, IOException {
    ImageSet images = data.train();
    if (images.labelMap().size() < 2) {
      throw new IOException(
          "the training images are of one class, %s; a head tells 2 or more apart"
              .formatted(images.labelMap().describe()));
    }
    int stepsPerEpoch = (images.size() + options.batchSize() - 1) / options.batchSize();
    MarginHead head =
        new HeadSettings(arguments).head(images.labelMap().size(), options.epochs(), stepsPerEpoch);
    return new ModelDescription(
        network(images.channels(), Math.min(images.height(), images.width())),
        head,
        images.labelMap(),
        normalizationName().equals("original")
            ? Normalization.ORIGINAL_CIFAR10
            : Normalization.of(images, data.broken()),
        preprocessing(options.data().source()));
  }

  /** Computed, or original. */
  String normalizationName() throws UsageException {
    return arguments.choice("normalization", List.of("computed", "original"));
  }
}
