package arcface4j.cli;

import arcface4j.data.Normalization;
import arcface4j.data.augment.PhotoAugmentation;
import arcface4j.engine.Activation;
import arcface4j.head.MarginHead;
import arcface4j.image.Preprocessing;
import arcface4j.model.BackboneSpec;
import arcface4j.model.PlainSpec;
import arcface4j.model.ResNetSpec;
import arcface4j.train.Checkpoint;
import arcface4j.train.TrainOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The options beside {@code --resume}: a run goes on with the checkpoint's own, so that those which
 * are given must be the same. The whole command line of the run can be given again.
 */
final class ResumedOptions {

  /** What a resumed run may have another value of. */
  private static final Set<String> CHANGEABLE =
      Set.of(
          "resume",
          "epochs",
          "data-dir",
          "out",
          "checkpoint-dir",
          "checkpoint-name",
          "keep",
          "cache",
          "cache-size",
          "skip-broken",
          "engine",
          "precision",
          "debug");

  /** Where the value of an option stands among those that a checkpoint has. */
  private static final Map<String, String> PLACES =
      Map.ofEntries(
          Map.entry("preset", "/preset"),
          Map.entry("dataset", "/data/source/dataset"),
          Map.entry("layout", "/data/source/layout"),
          Map.entry("test-fraction", "/data/source/testFraction"),
          Map.entry("classes", "/data/source/classes"),
          Map.entry("shapes-classes", "/data/source/shapes"),
          Map.entry("shapes-train", "/data/source/trainPerClass"),
          Map.entry("shapes-test", "/data/source/testPerClass"),
          Map.entry("fit", "/fit"),
          Map.entry("image-size", "/imageSize"),
          Map.entry("validation", "/data/validation"),
          Map.entry("validation-classes", "/data/validationClasses"),
          Map.entry("model", "/modelName"),
          Map.entry("width", "/width"),
          Map.entry("activation", "/activation"),
          Map.entry("features", "/features"),
          Map.entry("head", "/head/kind"),
          Map.entry("scale", "/head/scale"),
          Map.entry("margin", "/head/margin"),
          Map.entry("easy-margin", "/head/easyMargin"),
          Map.entry("margin-delay", "/head/marginWarmup/delay"),
          Map.entry("margin-warmup", "/head/marginWarmup/steps"),
          Map.entry("subcenters", "/head/centres/perClass"),
          Map.entry("centre-start", "/head/centres/start"),
          Map.entry("focal-gamma", "/head/focalGamma"),
          Map.entry("label-smoothing", "/head/labelSmoothing"),
          Map.entry("batch-size", "/batchSize"),
          Map.entry("eval-batch-size", "/evaluationBatchSize"),
          Map.entry("test-every-epoch", "/testEveryEpoch"),
          Map.entry("lr", "/optimizer/learningRate"),
          Map.entry("schedule", "/optimizer/schedule"),
          Map.entry("lr-step-epochs", "/optimizer/stepEpochs"),
          Map.entry("lr-gamma", "/optimizer/stepGamma"),
          Map.entry("momentum", "/optimizer/momentum"),
          Map.entry("nesterov", "/optimizer/nesterov"),
          Map.entry("weight-decay", "/optimizer/decay/coefficient"),
          Map.entry("decay-all", "/optimizer/decay/onNormsAndBiases"),
          Map.entry("ema", "/optimizer/averagingDecay"),
          Map.entry("normalization", "/normalization"),
          Map.entry("padding", "/data/augmentation/padding"),
          Map.entry("padding-mode", "/data/augmentation/mode"),
          Map.entry("flip", "/data/augmentation/flip"),
          Map.entry("cutout", "/data/augmentation/cutout"),
          Map.entry("random-resized-crop", "/crop"),
          Map.entry("auto-augment", "/auto"),
          Map.entry("color-jitter", "/jitter"),
          Map.entry("grayscale", "/data/augmentation/photo/grayscale"),
          Map.entry("blur", "/data/augmentation/photo/blur"),
          Map.entry("erase", "/data/augmentation/photo/erase"),
          Map.entry("mixup", "/data/augmentation/photo/mixing/mixup"),
          Map.entry("cutmix", "/data/augmentation/photo/mixing/cutmix"),
          Map.entry("sizes", "/sizes"),
          Map.entry("seed", "/seed"));

  /** Given in epochs, kept in steps. */
  private static final Set<String> WARMUP = Set.of("margin-delay", "margin-warmup");

  /** Options whose {@code auto} depends on the length of the run, which may change. */
  private static final Set<String> AUTOMATIC =
      Set.of("margin-delay", "margin-warmup", "centre-start");

  /** Options that decide how others are read. */
  private static final List<String> CONTEXT =
      List.of("dataset", "model", "image-size", "fit", "head", "schedule", "momentum");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Arguments arguments;
  private final Checkpoint checkpoint;

  private ResumedOptions(Arguments arguments, Checkpoint checkpoint) {
    this.arguments = arguments;
    this.checkpoint = checkpoint;
  }

  /**
   * Refuses options of another value than the checkpoint's; the values of its preset then stand in
   * for options that are not given.
   *
   * @throws UsageException if some differ, with both values of each
   */
  static void requireSame(Arguments arguments, Checkpoint checkpoint) throws UsageException {
    new ResumedOptions(arguments, checkpoint).requireSame();
  }

  private void requireSame() throws UsageException {
    Set<String> given = new TreeSet<>(arguments.given());
    given.removeAll(CHANGEABLE);
    if (given.isEmpty()) {
      return;
    }
    ObjectNode saved = saved();
    ObjectNode asked = asked(saved);
    List<String> different = new ArrayList<>();
    for (String name : given) {
      if (!isAutomatic(name) && !isSame(name, saved, asked)) {
        different.add(
            "--%s %s (the checkpoint has %s)"
                .formatted(name, arguments.text(name), shown(saved, name)));
      }
    }
    if (!different.isEmpty()) {
      throw new UsageException(
          String.join(" and ", different)
              + " cannot change on --resume: the run goes on with the checkpoint's own value");
    }
  }

  private boolean isAutomatic(String name) throws UsageException {
    return AUTOMATIC.contains(name) && arguments.text(name).equals("auto");
  }

  private static boolean isSame(String name, JsonNode saved, JsonNode asked) {
    JsonNode value = at(asked, name);
    return !value.isMissingNode() && value.equals(at(saved, name));
  }

  /** Whether the option's value is known among the checkpoint's, or may change. */
  static boolean isKnown(String name) {
    return CHANGEABLE.contains(name) || PLACES.containsKey(name);
  }

  private static JsonNode at(JsonNode values, String name) {
    return PLACES.containsKey(name) ? values.at(PLACES.get(name)) : values.path("");
  }

  private static String shown(JsonNode saved, String name) {
    JsonNode value = at(saved, name);
    if (value.isMissingNode() || value.asText().isEmpty()) {
      return "none";
    }
    return WARMUP.contains(name) ? value.asText() + " steps" : word(value);
  }

  /** A constant as the command line has it. */
  private static String word(JsonNode value) {
    String text = value.asText();
    return text.matches("[A-Z_]+") ? text.toLowerCase(Locale.ROOT).replace('_', '-') : text;
  }

  private ObjectNode saved() {
    boolean isOriginal = checkpoint.model().normalization().equals(Normalization.ORIGINAL_CIFAR10);
    return values(
        checkpoint.options(),
        checkpoint.model().network(),
        checkpoint.model().head(),
        checkpoint.model().preprocessing(),
        isOriginal ? "original" : "computed");
  }

  /** What the command line says, with the checkpoint's own values where others depend on them. */
  private ObjectNode asked(ObjectNode saved) throws UsageException {
    TrainOptions options = checkpoint.options();
    if (!options.preset().isEmpty()) {
      arguments.applyPreset(Presets.named(options.preset()));
    }
    Map<String, String> context = new HashMap<>();
    for (String name : CONTEXT) {
      context.put(name, word(at(saved, name)));
    }
    arguments.applyPreset(context);
    TrainSettings settings = new TrainSettings(arguments);
    TrainOptions asked = settings.options();
    settings.check(asked);
    BackboneSpec network = checkpoint.model().network();
    int steps = (checkpoint.data().images() + options.batchSize() - 1) / options.batchSize();
    MarginHead head =
        new HeadSettings(arguments)
            .head(checkpoint.model().labels().size(), options.epochs(), steps);
    Preprocessing preprocessing = settings.preprocessing(asked.data().source());
    return values(
        asked,
        settings.network(network.channels(), preprocessing.smallerSide()),
        head,
        preprocessing,
        settings.normalizationName());
  }

  private static ObjectNode values(
      TrainOptions options,
      BackboneSpec network,
      MarginHead head,
      Preprocessing preprocessing,
      String normalization) {
    ObjectNode values = JSON.valueToTree(options);
    values.put("imageSize", size(preprocessing));
    values.put("fit", preprocessing.fit().name());
    values.set("head", JSON.valueToTree(head));
    values.put("width", width(network));
    values.put("activation", activation(network).label());
    values.put("features", network.features() == 0 ? "pooled" : "" + network.features());
    values.put("normalization", normalization);
    PhotoAugmentation photo = options.data().augmentation().photo();
    values.put("crop", photo.crop().toString());
    values.put("auto", photo.auto().toString());
    values.put("jitter", photo.jitter().toString());
    return values.put("sizes", options.data().sizes().toString());
  }

  private static String size(Preprocessing preprocessing) {
    int height = preprocessing.height();
    int width = preprocessing.width();
    return height == width ? Integer.toString(height) : height + "x" + width;
  }

  private static int width(BackboneSpec network) {
    return network instanceof PlainSpec plain
        ? plain.widths().get(0)
        : ((ResNetSpec) network).stages().get(0).channels();
  }

  private static Activation activation(BackboneSpec network) {
    return network instanceof PlainSpec plain ? plain.activation() : Activation.RELU;
  }
}
