package arcface4j.engine;

import java.util.List;

/**
 * One tensor that a network needs.
 *
 * @param name PyTorch's name, such as {@code layer1.0.conv1.weight}
 * @param shape PyTorch's shape; convolution weights are [K, C, R, R], linear weights [D, C]
 * @param trainable false for running statistics, which have no gradient
 */
public record ParameterSpec(String name, List<Integer> shape, boolean trainable) {

  static ParameterSpec trainable(String name, Integer... shape) {
    return new ParameterSpec(name, List.of(shape), true);
  }

  static ParameterSpec statistic(String name, int length) {
    return new ParameterSpec(name, List.of(length), false);
  }

  /** Product of the shape. */
  public long length() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }
}
