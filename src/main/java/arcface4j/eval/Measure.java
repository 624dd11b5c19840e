package arcface4j.eval;

import java.util.Objects;

/**
 * One measured number and what it was measured on.
 *
 * @param name the name that is printed, such as {@code Recall@1}
 * @param value the number; NaN where it is undefined
 * @param n how many queries, pairs, images or classes the value was taken over
 * @param protocol how it was measured, in a few words
 * @param reason why the value is NaN, or what was counted as 0 in it; empty otherwise
 */
public record Measure(String name, double value, long n, String protocol, String reason) {

  /** Refuses a NaN without its reason. */
  public Measure {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(protocol, "protocol");
    Objects.requireNonNull(reason, "reason");
    if (Double.isNaN(value) && reason.isEmpty()) {
      throw new IllegalArgumentException(name + " is NaN without a reason");
    }
  }

  /** A value that is defined. */
  public static Measure of(String name, double value, long n, String protocol) {
    return new Measure(name, value, n, protocol, "");
  }

  /** NaN and its reason. */
  public static Measure undefined(String name, long n, String protocol, String reason) {
    return new Measure(name, Double.NaN, n, protocol, reason);
  }

  /** {@code numerator / denominator} over n = denominator; 0 / 0 is NaN with the reason. */
  static Measure ratio(
      String name, double numerator, long denominator, String protocol, String reasonIfEmpty) {
    return denominator == 0
        ? undefined(name, 0, protocol, reasonIfEmpty)
        : of(name, numerator / denominator, denominator, protocol);
  }

  /** Whether the value is a number. */
  public boolean isDefined() {
    return !Double.isNaN(value);
  }

  /** The value, or 0 where it is undefined, as scikit-learn counts 0 / 0. */
  public double orZero() {
    return isDefined() ? value : 0;
  }
}
