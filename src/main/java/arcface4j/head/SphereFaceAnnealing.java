package arcface4j.head;

/**
 * How SphereFace's margin comes in: the label's cosine is (lambda cos(theta) + psi(theta)) / (1 +
 * lambda), and lambda falls from 1000 to 5 (A-Softmax, arXiv:1704.08063, section 4.1; the constants
 * are those of the authors' released training).
 */
public final class SphereFaceAnnealing {

  private static final double BASE = 1000.0;
  private static final double GAMMA = 0.12;
  private static final double POWER = 1.0;
  private static final double LOWEST = 5.0;

  private SphereFaceAnnealing() {}

  /**
   * lambda = max(5, 1000 (1 + 0.12 n)^-1) of the n-th training batch.
   *
   * @param batch n, 1 for the first batch
   */
  public static double lambdaAt(long batch) {
    return Math.max(LOWEST, BASE * Math.pow(1.0 + GAMMA * batch, -POWER));
  }
}
