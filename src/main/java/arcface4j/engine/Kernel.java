package arcface4j.engine;

import java.util.List;

/** A layer of a training program: writes its forward and backward steps into the recipe. */
interface Kernel {

  /** Adds the forward steps and returns the output. */
  Value forward(List<Value> inputs);

  /**
   * Adds the backward steps.
   *
   * @param gradient of the output
   * @param gradients takes the gradients of the inputs
   */
  void backward(Value gradient, Gradients gradients);
}
