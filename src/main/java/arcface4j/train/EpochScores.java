package arcface4j.train;

/**
 * What an epoch is measured by.
 *
 * @param testAccuracy margin-free, on the test set; NaN where it was left alone
 * @param validationAccuracy margin-free, on the images held out of the training set; NaN if there
 *     are none
 * @param original what the original program would print, or null where it is not asked for
 */
public record EpochScores(double testAccuracy, double validationAccuracy, Original original) {

  /**
   * The original program's test figures: with the margin on the label's logit, as it tests.
   *
   * @param accuracy its "acc", a weighted F1 with the predictions taken as truth
   * @param loss the sum of the batches' mean losses over the number of images
   */
  public record Original(double accuracy, double loss) {}
}
