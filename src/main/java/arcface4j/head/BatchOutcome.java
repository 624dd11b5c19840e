package arcface4j.head;

/**
 * What the last training batch gave, before its update.
 *
 * @param size rows
 * @param meanLoss the loss without regularisation; with focal loss, the focal loss
 * @param correctWithMargin rows whose largest logit is the label's while the margin is on it: what
 *     the original program prints
 * @param correctMarginFree rows whose largest logit without margin is the label's
 */
public record BatchOutcome(
    int size, double meanLoss, int correctWithMargin, int correctMarginFree) {}
