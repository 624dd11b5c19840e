package arcface4j.train;

import arcface4j.head.BatchOutcome;
import java.util.Arrays;

/** What the batches of the present epoch have given so far. */
public final class EpochTotals {

  private int batches;
  private int images;
  private double lossSum; // of the batches' means
  private double weightedLossSum; // of the images
  private int[] labels = new int[0]; // [capacity], the first `images` count
  private int[] withMargin = new int[0];
  private int[] marginFree = new int[0];

  EpochTotals() {}

  /** Continues an epoch from its saved parts. */
  EpochTotals(
      int batches,
      double lossSum,
      double weightedLossSum,
      int[] labels,
      int[] withMargin,
      int[] marginFree) {
    this.batches = batches;
    this.images = labels.length;
    this.lossSum = lossSum;
    this.weightedLossSum = weightedLossSum;
    this.labels = labels;
    this.withMargin = withMargin;
    this.marginFree = marginFree;
  }

  void add(int[] batchLabels, BatchOutcome outcome) {
    int size = batchLabels.length;
    labels = append(labels, batchLabels);
    withMargin = append(withMargin, outcome.predictedWithMargin());
    marginFree = append(marginFree, outcome.predictedMarginFree());
    images += size;
    batches++;
    lossSum += outcome.meanLoss();
    weightedLossSum += outcome.meanLoss() * size;
  }

  private int[] append(int[] values, int[] more) {
    int needed = images + more.length;
    int[] room = needed <= values.length ? values : Arrays.copyOf(values, 2 * needed);
    System.arraycopy(more, 0, room, images, more.length);
    return room;
  }

  /** Batches done in this epoch. */
  public int batches() {
    return batches;
  }

  /** Images seen in this epoch. */
  public int images() {
    return images;
  }

  /** The mean loss of an image; NaN before the first batch. */
  public double meanLoss() {
    return weightedLossSum / images;
  }

  /**
   * The number the original program prints as loss: the sum of the batches' means over the number
   * of images, and so a batch size too small.
   */
  public double originalLoss() {
    return lossSum / images;
  }

  double lossSum() {
    return lossSum;
  }

  double weightedLossSum() {
    return weightedLossSum;
  }

  /** [images] the labels seen. */
  public int[] labels() {
    return Arrays.copyOf(labels, images);
  }

  /** [images] the classes with the largest logit while the margin is on the label's. */
  public int[] predictedWithMargin() {
    return Arrays.copyOf(withMargin, images);
  }

  /** [images] the classes with the largest logit without margin. */
  public int[] predictedMarginFree() {
    return Arrays.copyOf(marginFree, images);
  }

  /** Share of the images whose margin-free prediction was right. */
  public double accuracy() {
    int correct = 0;
    for (int i = 0; i < images; i++) {
      correct += marginFree[i] == labels[i] ? 1 : 0;
    }
    return (double) correct / images;
  }
}
