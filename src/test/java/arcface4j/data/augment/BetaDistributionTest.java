package arcface4j.data.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.data.SplitMix64;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BetaDistributionTest {

  private static final int DRAWS = 100_000;

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.2, 0.4, 1, 2, 7.5, 100})
  void meanAndVarianceAreThoseOfTheDistribution(double alpha) {
    double[] sample = sample(alpha);
    double mean = Arrays.stream(sample).average().orElseThrow();
    double variance = Arrays.stream(sample).map(x -> (x - 0.5) * (x - 0.5)).average().orElseThrow();
    double expected = 1 / (4 * (2 * alpha + 1));
    assertTrue(Arrays.stream(sample).allMatch(x -> x >= 0 && x <= 1));
    assertEquals(0.5, mean, 6 * Math.sqrt(expected / DRAWS));
    assertEquals(expected, variance, 6 * expected * Math.sqrt(2.0 / DRAWS));
  }

  @Test
  void theDistributionIsTheOneWithThatShape() {
    assertKolmogorov(0.5, x -> 2 / Math.PI * Math.asin(Math.sqrt(x)));
    assertKolmogorov(1, x -> x);
    assertKolmogorov(2, x -> x * x * (3 - 2 * x));
    assertKolmogorov(3, x -> x * x * x * (10 - 15 * x + 6 * x * x));
  }

  /** The largest distance exceeds 1.95 / sqrt(n) once in a thousand samples. */
  private static void assertKolmogorov(double alpha, DoubleUnaryOperator cumulative) {
    double[] sample = sample(alpha);
    Arrays.sort(sample);
    double largest = 0;
    for (int i = 0; i < DRAWS; i++) {
      double expected = cumulative.applyAsDouble(sample[i]);
      largest = Math.max(largest, Math.abs(expected - (double) i / DRAWS));
      largest = Math.max(largest, Math.abs(expected - (i + 1.0) / DRAWS));
    }
    assertTrue(largest < 1.95 / Math.sqrt(DRAWS), "alpha " + alpha + ": " + largest);
  }

  private static double[] sample(double alpha) {
    SplitMix64 random = SplitMix64.of(12, SplitMix64.Purpose.MIX);
    BetaDistribution beta = new BetaDistribution(alpha);
    double[] sample = new double[DRAWS];
    Arrays.setAll(sample, i -> beta.draw(random));
    return sample;
  }
}
