package arcface4j.head;

/**
 * How a margin comes in: none at first, then in a straight line up to m.
 *
 * <p>A margin that grows before the classes are apart drives them together. In ArcFace's loss an
 * image that could belong to either of two classes at an angle of phi pulls their centres together
 * with a force of about s sin(m) / 2 however small phi is, while those that are told apart push
 * with s sin(phi): two centres that have come close enough stay one. Without a margin the pull
 * vanishes with phi too. {@code docs/results.md} has the measurement.
 *
 * @param delay training steps without margin
 * @param steps training steps from then on until it is m
 */
public record MarginWarmup(int delay, int steps) {

  /** The margin is m from the first step. */
  public static final MarginWarmup NONE = new MarginWarmup(0, 0);

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if either is negative
   */
  public MarginWarmup {
    if (delay < 0 || steps < 0) {
      throw new IllegalArgumentException(
          "margin warm-up of %d steps after %d; neither can be negative".formatted(steps, delay));
    }
  }

  /**
   * The part of m that acts in a training step, from 0 to 1.
   *
   * @param iteration training steps that are done, 0 for the first
   */
  public double partAt(long iteration) {
    long grown = iteration - delay;
    if (grown < 0) {
      return 0;
    }
    return grown >= steps ? 1 : (double) grown / steps;
  }
}
