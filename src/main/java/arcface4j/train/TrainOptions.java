package arcface4j.train;

import arcface4j.data.HoldOut;
import arcface4j.data.ImageSet;
import java.util.Objects;

/**
 * Everything a run is made of beside the model itself; stored in checkpoints, so that a resumed run
 * goes on as it began.
 *
 * @param preset the recipe the other values came from, or an empty text
 * @param modelName such as {@code resnet18}; for names of files
 * @param data the images
 * @param optimizer the steps
 * @param epochs passes over the training set in all
 * @param batchSize images in a training batch
 * @param evaluationBatchSize images in a batch where nothing is learned
 * @param testEveryEpoch whether the test images are looked at after every epoch, not only the last
 * @param seed of everything random
 */
public record TrainOptions(
    String preset,
    String modelName,
    DataOptions data,
    OptimizerOptions optimizer,
    int epochs,
    int batchSize,
    int evaluationBatchSize,
    boolean testEveryEpoch,
    long seed) {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if one is not above 0
   */
  public TrainOptions {
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(optimizer, "optimizer");
    if (epochs < 1 || batchSize < 1 || evaluationBatchSize < 1) {
      throw new IllegalArgumentException(
          "%d epochs, batches of %d, evaluated in batches of %d; each must be 1 or more"
              .formatted(epochs, batchSize, evaluationBatchSize));
    }
  }

  /** The same run with another number of epochs. */
  public TrainOptions withEpochs(int number) {
    return with(data, number);
  }

  /** The same run with its images from another place. */
  public TrainOptions withSource(DataSource source) {
    return with(data.with(source), epochs);
  }

  /** The training images in two: to learn from, and held out for validation. */
  public HoldOut split(ImageSet train) {
    return data.split(train, seed);
  }

  private TrainOptions with(DataOptions otherData, int otherEpochs) {
    return new TrainOptions(
        preset,
        modelName,
        otherData,
        optimizer,
        otherEpochs,
        batchSize,
        evaluationBatchSize,
        testEveryEpoch,
        seed);
  }
}
