package arcface4j.head;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The families of heads. {@code cos} is the cosine between a feature and a class's weight, {@code
 * theta} its angle; the margin acts on the label's class alone.
 */
public enum HeadKind {
  /** s cos(theta + m), m in radians (arXiv:1801.07698, eq. 3). */
  ARCFACE("arcface", 30.0, 0.5),
  /** s (cos(theta) - m) (arXiv:1801.09414, eq. 4). */
  COSFACE("cosface", 30.0, 0.35),
  /** |x| psi(theta), psi = (-1)^k cos(m theta) - 2k, annealed (arXiv:1704.08063, eq. 7). */
  SPHEREFACE("sphereface", 1.0, 4.0),
  /** s cos(theta), no margin (arXiv:1704.06369). */
  NORMFACE("normface", 30.0, 0.0),
  /** x.W + b, nothing normalised: the plain linear classifier, for comparison. */
  SOFTMAX("softmax", 1.0, 0.0);

  private final String label;
  private final double textbookScale;
  private final double textbookMargin;

  HeadKind(String label, double textbookScale, double textbookMargin) {
    this.label = label;
    this.textbookScale = textbookScale;
    this.textbookMargin = textbookMargin;
  }

  /** The name on the command line. */
  public String label() {
    return label;
  }

  /** The usual scale s; 1 where the kind has none. */
  public double textbookScale() {
    return textbookScale;
  }

  /** The usual margin m; 0 where the kind has none. */
  public double textbookMargin() {
    return textbookMargin;
  }

  /** Whether the logits are multiplied by a fixed scale s. */
  public boolean hasScale() {
    return this == ARCFACE || this == COSFACE || this == NORMFACE;
  }

  /** Whether the logits come from cosines, so that a class can have several centres. */
  public boolean isAngular() {
    return this != SOFTMAX;
  }

  /** Whether the logit of the label's class is another one in training. */
  public boolean hasMargin() {
    return this != NORMFACE && this != SOFTMAX;
  }

  /** Whether the margin can grow step by step; SphereFace is annealed instead. */
  public boolean hasMarginWarmup() {
    return this == ARCFACE || this == COSFACE;
  }

  /**
   * The kind of a name on the command line.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static HeadKind named(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(unknown(label)));
  }

  private static String unknown(String label) {
    String known = Arrays.stream(values()).map(HeadKind::label).collect(Collectors.joining(", "));
    return "head '" + label + "' is not one of " + known;
  }
}
