package arcface4j.cli;

import arcface4j.head.CentreStart;
import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.head.MarginWarmup;
import java.util.List;
import java.util.Optional;

/** Reads the options of {@code train} that make the head. */
final class HeadSettings {

  private static final String AUTO = "auto";
  private static final List<String> CENTRE_STARTS = List.of(AUTO, "together", "xavier");
  private static final double WANTED_PROBABILITY = 0.9999; // of --scale auto
  private static final double DELAY_PART = 0.4;
  private static final double WARMUP_PART = 0.4;

  private final Arguments arguments;

  HeadSettings(Arguments arguments) {
    this.arguments = arguments;
  }

  /** The head but for what the data decides: refuses wrong values before it is read. */
  MarginHead check() throws UsageException {
    return head(2, 1, 1);
  }

  /**
   * The head of a training.
   *
   * @param classes C, for the automatic scale
   * @param epochs of the training, for the automatic warm-up of the margin
   */
  MarginHead head(int classes, int epochs, int stepsPerEpoch) throws UsageException {
    try {
      return started(warmedUp(scaled(textbook(), classes), epochs, stepsPerEpoch));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** The head but for what is known only with the data. */
  private MarginHead textbook() throws UsageException {
    MarginHead head = MarginHead.of(kind());
    if (arguments.find("margin").isPresent() && ofThisHead("margin")) {
      head = head.withMargin(arguments.number("margin", 0, Double.POSITIVE_INFINITY));
    }
    return head.withEasyMargin(arguments.isSet("easy-margin") && ofThisHead("easy-margin"))
        .withSubcenters(arguments.positive("subcenters"))
        .withFocalGamma(arguments.number("focal-gamma", 0, Double.POSITIVE_INFINITY))
        .withLabelSmoothing(arguments.number("label-smoothing", 0, 1));
  }

  private HeadKind kind() throws UsageException {
    return HeadKind.named(arguments.text("head"));
  }

  /** A preset's margin is that of its own head. */
  private boolean ofThisHead(String option) throws UsageException {
    HeadKind presets = HeadKind.named(arguments.unlessGiven("head").orElseThrow());
    return arguments.isGiven(option) || kind() == presets;
  }

  /** A preset's scale is that of the heads that have one. */
  private MarginHead scaled(MarginHead head, int classes) throws UsageException {
    Optional<String> scale = arguments.find("scale");
    if (scale.isEmpty() || (!head.kind().hasScale() && !arguments.isGiven("scale"))) {
      return head;
    }
    boolean auto = scale.get().equals(AUTO);
    if (auto && !head.kind().hasScale()) {
      throw new UsageException(
          "--scale auto does not go with %s, which has none".formatted(head.kind().label()));
    }
    return head.withScale(
        auto
            ? MarginHead.scaleBound(classes, WANTED_PROBABILITY)
            : arguments.number("scale", 0, Double.POSITIVE_INFINITY));
  }

  private MarginHead warmedUp(MarginHead head, int epochs, int stepsPerEpoch)
      throws UsageException {
    boolean auto = arguments.text("margin-warmup").equals(AUTO);
    double warmup = auto ? WARMUP_PART * epochs : growthEpochs("margin-warmup", head);
    boolean autoDelay = arguments.text("margin-delay").equals(AUTO);
    double delayPart = auto ? DELAY_PART : 0;
    double delay = autoDelay ? delayPart * epochs : growthEpochs("margin-delay", head);
    if (!head.kind().hasMarginWarmup()) {
      return head;
    }
    // These casts end at the largest int.
    return head.withMarginWarmup(
        new MarginWarmup(
            (int) Math.rint(delay * stepsPerEpoch), (int) Math.rint(warmup * stepsPerEpoch)));
  }

  private MarginHead started(MarginHead head) throws UsageException {
    return head.withCentreStart(
        switch (arguments.choice("centre-start", CENTRE_STARTS)) {
          case "together" -> CentreStart.TOGETHER;
          case "xavier" -> CentreStart.XAVIER;
          default -> head.suitedStart();
        });
  }

  private double growthEpochs(String option, MarginHead head) throws UsageException {
    double epochs = arguments.number(option, 0, Double.POSITIVE_INFINITY);
    if (epochs > 0 && !head.kind().hasMarginWarmup() && arguments.isGiven(option)) {
      throw new UsageException(
          "--%s does not go with %s; arcface and cosface have it"
              .formatted(option, head.kind().label()));
    }
    return epochs;
  }
}
