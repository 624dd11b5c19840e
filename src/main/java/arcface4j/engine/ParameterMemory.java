package arcface4j.engine;

/**
 * Float32 tensors by name in native memory that the caller owns and keeps alive: parameters,
 * running statistics or gradients, in C order with PyTorch's shapes ({@link
 * NetworkSpec#parameters}).
 */
public interface ParameterMemory {

  /**
   * Where a tensor's first number lies.
   *
   * @throws IllegalArgumentException if there is no tensor of that name
   */
  long address(String name);

  /**
   * How many numbers the tensor has.
   *
   * @throws IllegalArgumentException if there is no tensor of that name
   */
  long length(String name);
}
