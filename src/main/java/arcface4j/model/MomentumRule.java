package arcface4j.model;

/**
 * Gradient descent with momentum as numbers: with g the gradient and its weight decay, b the buffer
 * that begins at 0,
 *
 * <pre>
 *   b = momentum b + g
 *   parameter -= rate b                      plain
 *   parameter -= rate (g + momentum b)       Nesterov
 * </pre>
 *
 * An updater that is one can be taken in a single pass over memory.
 */
public interface MomentumRule {

  /** The learning rate of a step. */
  double rateAt(int step);

  /** The momentum of a step. */
  double momentumAt(int step);

  /** Whether the step looks ahead along the buffer. */
  boolean nesterov();
}
