package arcface4j.model;

/**
 * The batch norms in training.
 *
 * @param momentum weight of a batch's statistics in the running ones, PyTorch's {@code momentum};
 *     in (0, 1]
 * @param zeroResidual whether the last scale of each block begins at 0, so that every block begins
 *     as its shortcut (Goyal et al., 2017, <a
 *     href="https://arxiv.org/abs/1706.02677">arXiv:1706.02677</a>, section 5.1)
 */
public record NormOptions(double momentum, boolean zeroResidual) {

  /** PyTorch's defaults. */
  public static final NormOptions DEFAULT = new NormOptions(0.1, false);

  public NormOptions {
    if (!(momentum > 0 && momentum <= 1)) {
      throw new IllegalArgumentException(
          "norm momentum " + momentum + " is not in (0, 1]; PyTorch's is 0.1");
    }
  }
}
