package arcface4j.data.augment;

import arcface4j.data.SplitMix64;

/**
 * Draws from the symmetric Beta(alpha, alpha) as X / (X + Y) of two gamma variates (Marsaglia and
 * Tsang, "A simple method for generating gamma variables", ACM TOMS 26, 2000).
 *
 * @param alpha shape, above 0; 1 is the uniform distribution, less prefers both ends
 */
record BetaDistribution(double alpha) {

  private static final double THIRD = 1.0 / 3;

  /** A number in [0, 1]. */
  double draw(SplitMix64 random) {
    // By logarithms: both variates of a small alpha can be less than the least double.
    double difference = logGamma(random) - logGamma(random);
    return 1 / (1 + Math.exp(difference));
  }

  /** The logarithm of a Gamma(alpha) variate, by Gamma(alpha + 1) U^(1 / alpha). */
  private double logGamma(SplitMix64 random) {
    double boost = Math.log(aboveZero(random)) / alpha;
    return Math.log(gamma(alpha + 1, random)) + boost;
  }

  /** Marsaglia and Tsang's rejection for a shape of 1 or more. */
  private static double gamma(double shape, SplitMix64 random) {
    double d = shape - THIRD;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double x = normal(random);
      double root = 1 + c * x;
      double v = root * root * root;
      if (v > 0 && Math.log(aboveZero(random)) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }

  /** Box and Muller's normal variate. */
  private static double normal(SplitMix64 random) {
    double radius = Math.sqrt(-2 * Math.log(aboveZero(random)));
    return radius * Math.cos(2 * Math.PI * random.between(0, 1));
  }

  private static double aboveZero(SplitMix64 random) {
    return 1 - random.between(0, 1);
  }
}
