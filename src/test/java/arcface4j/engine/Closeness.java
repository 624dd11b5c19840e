package arcface4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

/**
 * How near the fast kernels must come to the judge.
 *
 * <p>A sum of n products rounds to about sqrt(n) units in the last place of its terms, so the
 * tolerance is unit * factor * sqrt(n) * (the root mean square of the expected numbers).
 */
final class Closeness {

  private static final double F32_UNIT = Math.pow(2, -24);
  private static final double BF16_UNIT = Math.pow(2, -9);
  private static final double FACTOR = 12;

  private Closeness() {}

  static void assertClose(
      String what, double[] expected, float[] actual, Precision precision, double products) {
    assertEquals(expected.length, actual.length, what);
    double size = rootMeanSquare(expected);
    double tolerance =
        precision == Precision.F32
            ? F32_UNIT * FACTOR * Math.sqrt(products) * size
            // Inputs are rounded too, and errors of single numbers average out over the sum.
            : BF16_UNIT * 2 * FACTOR * size;
    double own = 4 * (precision == Precision.F32 ? F32_UNIT : BF16_UNIT);
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs(expected[i] - actual[i]);
      // Not ">", so that NaN fails.
      if (!(error <= tolerance + own * Math.abs(expected[i]))) {
        fail(
            "%s[%d]: expected %g, got %g, tolerance %g"
                .formatted(what, i, expected[i], actual[i], tolerance));
      }
    }
  }

  /** |actual - expected| / |expected| in the Euclidean norm. */
  static double relativeError(double[] expected, float[] actual) {
    double square = 0;
    for (int i = 0; i < expected.length; i++) {
      square += (expected[i] - actual[i]) * (expected[i] - actual[i]);
    }
    return Math.sqrt(square / expected.length) / Math.max(rootMeanSquare(expected), 1e-30);
  }

  private static double rootMeanSquare(double[] values) {
    double square = 0;
    for (double value : values) {
      square += value * value;
    }
    return Math.sqrt(square / values.length);
  }
}
