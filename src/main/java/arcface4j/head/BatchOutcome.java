package arcface4j.head;

/**
 * What the last training batch gave, before its update.
 *
 * @param meanLoss the loss without regularisation; with focal loss, the focal loss
 * @param predictedWithMargin [N] the class with the largest logit while the margin is on the
 *     label's: what the original program counts
 * @param predictedMarginFree [N] the class with the largest logit without margin
 */
public record BatchOutcome(double meanLoss, int[] predictedWithMargin, int[] predictedMarginFree) {

  /** N. */
  public int size() {
    return predictedMarginFree.length;
  }
}
