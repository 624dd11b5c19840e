package arcface4j.engine;

/** What a step of a program does; time is counted by phase. */
public enum Phase {
  CONVOLUTION_FORWARD,
  CONVOLUTION_DATA,
  CONVOLUTION_WEIGHTS,
  NORM_FORWARD,
  NORM_BACKWARD,
  /** Residual sum with ReLU, its backward, and the sum of two gradients of one value. */
  ADD,
  /** An activation that is a step of its own. */
  ACTIVATION,
  POOL,
  LINEAR,
  /** Weights from the caller's layout to the kernels', and weight gradients back. */
  REORDER_WEIGHTS,
  /** Images, features and their gradients between the caller's layout and the program's. */
  REORDER_BORDER,
  /** Activations brought into another order inside a weight gradient. */
  TRANSPOSE,
  /** An activation between two layers. The programs here make none. */
  REORDER_ACTIVATION
}
