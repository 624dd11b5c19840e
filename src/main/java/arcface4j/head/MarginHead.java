package arcface4j.head;

/**
 * The configuration of a head; immutable, and stored as JSON inside the network's configuration.
 *
 * @param kind the family
 * @param scale s; 1 for the kinds without one (SphereFace scales by the feature's length)
 * @param margin m: radians for ArcFace, units of cosine for CosFace, a whole number from 1 to 5 for
 *     SphereFace, 0 for the others
 * @param easyMargin ArcFace only: the margin acts only while cos(theta) > 0
 * @param centres how many a class has and where they start
 * @param focalGamma exponent of the focal loss over the batch's mean cross entropy; 0 is none
 * @param labelSmoothing share of the target that is spread evenly over all classes; 0 is none
 * @param marginWarmup how the margin comes in
 */
public record MarginHead(
    HeadKind kind,
    double scale,
    double margin,
    boolean easyMargin,
    Centres centres,
    double focalGamma,
    double labelSmoothing,
    MarginWarmup marginWarmup) {

  private static final int LARGEST_MULTIPLIER = 5;

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException with one line that says what would be right
   */
  public MarginHead {
    require(kind != null, "a head needs a kind");
    checkScale(kind, scale);
    checkMargin(kind, margin);
    require(
        !easyMargin || kind == HeadKind.ARCFACE,
        "easy margin is a branch of arcface; " + name(kind) + " has none");
    require(centres != null, "a head needs centres, which can be those of the textbook");
    checkCentres(kind, centres);
    require(
        focalGamma >= 0 && Double.isFinite(focalGamma),
        "focal gamma " + focalGamma + " is not a finite number of 0 or more");
    require(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "label smoothing " + labelSmoothing + " is not in [0, 1); 0.1 is usual");
    require(
        labelSmoothing == 0 || focalGamma == 0,
        "label smoothing does not go with the focal loss, which wants one label a row");
    require(marginWarmup != null, "a head needs a margin warm-up, which can be none");
    require(
        marginWarmup.equals(MarginWarmup.NONE) || kind.hasMarginWarmup(),
        "margin warm-up goes with arcface and cosface; " + name(kind) + " has none");
  }

  private static void checkCentres(HeadKind kind, Centres centres) {
    require(
        centres.perClass() == 1 || kind.isAngular(),
        "subcenters %d needs a head of cosines; softmax has one row a class"
            .formatted(centres.perClass()));
    require(
        centres.start() == CentreStart.XAVIER || kind.isAngular(),
        "centres that start together need a head of cosines; softmax starts as xavier");
  }

  private static void checkScale(HeadKind kind, double scale) {
    require(
        scale > 0 && Double.isFinite(scale),
        "scale " + scale + " is not a finite number above 0; 30 or 64 is usual");
    require(
        kind.hasScale() || scale == 1.0,
        "scale " + scale + " does not go with " + name(kind) + ", which has none (1)");
  }

  private static void checkMargin(HeadKind kind, double margin) {
    switch (kind) {
      case ARCFACE ->
          require(
              margin >= 0 && margin < Math.PI,
              "margin " + margin + " is not in [0, pi); it is in radians");
      case COSFACE ->
          require(
              margin >= 0 && margin < 2,
              "margin " + margin + " is not in [0, 2); it is subtracted from the cosine");
      case SPHEREFACE ->
          require(
              margin >= 1 && margin <= LARGEST_MULTIPLIER && margin == Math.rint(margin),
              "margin " + margin + " of sphereface is not a whole number from 1 to 5");
      case NORMFACE, SOFTMAX ->
          require(margin == 0, "margin " + margin + " does not go with " + name(kind) + " (0)");
    }
  }

  private static String name(HeadKind kind) {
    return kind.label();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * A kind with its textbook scale and margin, one centre a class that starts as in the original,
   * no focal loss, no warm-up.
   */
  public static MarginHead of(HeadKind kind) {
    return new MarginHead(
        kind,
        kind.textbookScale(),
        kind.textbookMargin(),
        false,
        Centres.TEXTBOOK,
        0.0,
        0.0,
        MarginWarmup.NONE);
  }

  public MarginHead withScale(double value) {
    return new MarginHead(
        kind, value, margin, easyMargin, centres, focalGamma, labelSmoothing, marginWarmup);
  }

  public MarginHead withMargin(double value) {
    return new MarginHead(
        kind, scale, value, easyMargin, centres, focalGamma, labelSmoothing, marginWarmup);
  }

  public MarginHead withEasyMargin(boolean value) {
    return new MarginHead(
        kind, scale, margin, value, centres, focalGamma, labelSmoothing, marginWarmup);
  }

  private MarginHead withCentres(Centres value) {
    return new MarginHead(
        kind, scale, margin, easyMargin, value, focalGamma, labelSmoothing, marginWarmup);
  }

  public MarginHead withSubcenters(int value) {
    return withCentres(new Centres(value, centres.start()));
  }

  public MarginHead withCentreStart(CentreStart value) {
    return withCentres(new Centres(centres.perClass(), value));
  }

  public MarginHead withFocalGamma(double value) {
    return new MarginHead(
        kind, scale, margin, easyMargin, centres, value, labelSmoothing, marginWarmup);
  }

  public MarginHead withLabelSmoothing(double value) {
    return new MarginHead(
        kind, scale, margin, easyMargin, centres, focalGamma, value, marginWarmup);
  }

  public MarginHead withMarginWarmup(MarginWarmup value) {
    return new MarginHead(
        kind, scale, margin, easyMargin, centres, focalGamma, labelSmoothing, value);
  }

  /**
   * The smallest scale at which a feature on its class's centre, with the other centres evenly
   * apart, can reach the probability P of its class: CosFace's bound (arXiv:1801.09414, eq. 6), s =
   * (C - 1) / C ln((C - 1) P / (1 - P)).
   *
   * @param classes C, 2 or more
   * @param probability P, between 1 / C and 1
   * @throws IllegalArgumentException if there are fewer than 2 classes
   */
  public static double scaleBound(int classes, double probability) {
    require(classes > 1, "a head of " + classes + " class has no scale; 2 or more are needed");
    double odds = (classes - 1) * probability / (1 - probability);
    return (classes - 1.0) / classes * Math.log(odds);
  }

  /**
   * Whether an image may show two classes: the loss is then linear in the targets, as no margin
   * belongs to one class.
   */
  public boolean takesMixedLabels() {
    return !kind.hasMargin() && focalGamma == 0;
  }

  /** How many parameters it has over D features and C classes; a double, since none overflows. */
  public double parameters(int features, int classes) {
    double weight = (double) classes * centres.perClass() * features;
    return kind == HeadKind.SOFTMAX ? weight + classes : weight;
  }

  /** Together where the first steps are without margin, so that classes come apart. */
  public CentreStart suitedStart() {
    boolean beginsWithoutMargin = margin == 0 || marginWarmup.delay() > 0;
    return kind.isAngular() && beginsWithoutMargin ? CentreStart.TOGETHER : CentreStart.XAVIER;
  }

  /**
   * The margin of one training step.
   *
   * @param iteration training steps that are done, 0 for the first
   */
  public double marginAt(long iteration) {
    return margin * marginWarmup.partAt(iteration);
  }
}
