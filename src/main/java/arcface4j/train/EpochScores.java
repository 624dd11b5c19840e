package arcface4j.train;

/**
 * What an epoch is measured by.
 *
 * @param validation of the images held out to choose the best epoch by
 * @param test of the test images
 * @param original what the original program would print, or null where it is not asked for
 */
public record EpochScores(Score validation, Score test, Original original) {

  /**
   * What is measured of some images: their accuracy where training has all their classes, and how
   * well they find each other where it has not. NaN for what was not measured.
   *
   * @param accuracy margin-free
   * @param recallAt1 whether the nearest other image is of the same class
   * @param mapAtR mean average precision at R (Musgrave, Belongie and Lim, 2020, eq. 2)
   */
  public record Score(double accuracy, double recallAt1, double mapAtR) {

    /** Nothing was measured. */
    public static final Score NONE = new Score(Double.NaN, Double.NaN, Double.NaN);

    /** Of classes that training has. */
    public static Score ofAccuracy(double accuracy) {
      return new Score(accuracy, Double.NaN, Double.NaN);
    }

    /** Of classes that training has not. */
    public static Score ofRetrieval(double recallAt1, double mapAtR) {
      return new Score(Double.NaN, recallAt1, mapAtR);
    }

    /** Whether the classes were unseen. */
    public boolean isOfRetrieval() {
      return !Double.isNaN(recallAt1);
    }

    /**
     * What one epoch is better by than another, in [0, 1]: the accuracy, or the mean of Recall@1
     * and MAP@R; NaN if nothing was measured.
     */
    public double value() {
      return isOfRetrieval() ? (recallAt1 + mapAtR) / 2 : accuracy;
    }
  }

  /**
   * The original program's test figures: with the margin on the label's logit, as it tests.
   *
   * @param accuracy its "acc", a weighted F1 with the predictions taken as truth
   * @param loss the sum of the batches' mean losses over the number of images
   */
  public record Original(double accuracy, double loss) {}

  /**
   * What the best epoch is chosen by: the validation images where there are some; else test images
   * of unseen classes, since nothing else tells how unseen classes fare; else nothing, for test
   * images of the training's classes never choose.
   */
  public double choosing() {
    if (!Double.isNaN(validation.value())) {
      return validation.value();
    }
    return test.isOfRetrieval() ? test.value() : Double.NaN;
  }
}
