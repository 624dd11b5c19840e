package arcface4j.model;

/** Parameters and running statistics of layers, in double, which no description overflows. */
final class ParameterCount {

  private ParameterCount() {}

  /** A kernel without bias; weight, bias, running mean and variance of the norm behind it. */
  static double convolutionNorm(double from, double to, int kernel) {
    return from * to * kernel * kernel + 4 * to;
  }

  /** Weight and bias. */
  static double linear(double from, double to) {
    return (from + 1) * to;
  }
}
