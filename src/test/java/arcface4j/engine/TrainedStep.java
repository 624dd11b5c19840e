package arcface4j.engine;

/** What one forward and backward pass leaves, in float32. */
interface TrainedStep {

  /** Row by row, one for each image. */
  float[] features();

  /** [N, C, H, W]. */
  float[] imageGradient();

  /** The gradient of a trainable tensor. */
  float[] gradient(String tensor);

  /** A running statistic after the step. */
  float[] running(String tensor);
}
