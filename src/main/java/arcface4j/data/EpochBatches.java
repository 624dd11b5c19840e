package arcface4j.data;

import arcface4j.io.DataException;
import java.util.Arrays;
import java.util.concurrent.CancellationException;

/**
 * Makes the batches of any epoch of an image set.
 *
 * <p>The order of an epoch is a pure function of (seed, epoch), an image's augmentation one of
 * (seed, epoch, place in the set). So a batch does not depend on those before it, and stays the
 * same when an epoch is resumed in its middle.
 */
public final class EpochBatches {

  private final ImageSet images;
  private final int batchSize;
  private final Augmentation augmentation;
  private final CropTransform transform;
  private final long seed;
  private final ReadableImages readable;
  private final boolean dropShort;
  private final Resize resize;

  private EpochBatches(
      ImageSet images,
      int batchSize,
      Normalization normalization,
      Augmentation augmentation,
      long seed,
      BrokenImages broken) {
    this.images = images;
    this.batchSize = batchSize;
    this.augmentation = augmentation;
    this.transform = new CropTransform(images.shape(), normalization, augmentation);
    this.seed = seed;
    this.readable = new ReadableImages(images, broken);
    this.dropShort = false;
    this.resize = Resize.none(images.shape());
    check();
  }

  private EpochBatches(EpochBatches other, boolean dropShort, Resize resize) {
    this.images = other.images;
    this.batchSize = other.batchSize;
    this.augmentation = other.augmentation;
    this.transform = other.transform;
    this.seed = other.seed;
    this.readable = other.readable;
    this.dropShort = dropShort;
    this.resize = resize;
  }

  private void check() {
    if (images.size() == 0) {
      throw new IllegalArgumentException("an empty image set has no batches");
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch size " + batchSize + " is not at least 1");
    }
    Batch.length(Math.min(batchSize, images.size()), images.shape().values());
  }

  /**
   * All images once in each epoch, in an order of its own, changed by the augmentation.
   *
   * @param batchSize images in a batch
   * @param broken whether an image that cannot be read ends the epoch; otherwise the next readable
   *     one of its class stands in for it
   * @throws IllegalArgumentException if the set is empty, a batch does not fit into one Java array,
   *     or normalisation or augmentation do not fit the images
   */
  public static EpochBatches shuffled(
      ImageSet images,
      int batchSize,
      Normalization normalization,
      Augmentation augmentation,
      long seed,
      BrokenImages broken) {
    return new EpochBatches(images, batchSize, normalization, augmentation, seed, broken);
  }

  /** The same batches without a last one that is short. */
  public EpochBatches withoutShortBatch() {
    return new EpochBatches(this, true, resize);
  }

  /**
   * The same batches with the images resized after the crop.
   *
   * @param height in pixels; the width changes with it
   */
  public EpochBatches withSize(int height) {
    return new EpochBatches(this, dropShort, Resize.to(height, images.shape()));
  }

  /** Images in the set. */
  public int images() {
    return images.size();
  }

  /** Batches in an epoch; 0 if a short one is left out and the set is smaller than a batch. */
  public int batchesPerEpoch() {
    boolean shortOne = !dropShort && images.size() % batchSize != 0;
    return images.size() / batchSize + (shortOne ? 1 : 0);
  }

  /**
   * Starts to make the batches of an epoch.
   *
   * @param epoch counted from 0
   * @param firstBatch the batch to begin with, 0 unless the epoch is resumed
   * @throws IllegalArgumentException if the epoch is negative or has no such batch
   */
  public BatchStream<Batch> open(int epoch, int firstBatch) {
    if (epoch < 0 || firstBatch < 0 || firstBatch > batchesPerEpoch()) {
      throw new IllegalArgumentException(
          "epoch %d, batch %d: an epoch is at least 0 and has %d batches"
              .formatted(epoch, firstBatch, batchesPerEpoch()));
    }
    int[] order = order(epoch);
    return new BatchStream<>(
        firstBatch, batchesPerEpoch(), images.workers(), number -> batch(epoch, number, order));
  }

  /** [N] the places in the set in the order of an epoch. */
  int[] order(int epoch) {
    int[] order = new int[images.size()];
    Arrays.setAll(order, i -> i);
    SplitMix64.of(seed, SplitMix64.Purpose.ORDER, epoch).shuffle(order);
    return order;
  }

  private Batch batch(int epoch, int number, int[] order) throws DataException {
    int from = number * batchSize;
    int count = Math.min(batchSize, order.length - from);
    int[] indices = Arrays.copyOfRange(order, from, from + count);
    float[] pixels = new float[count * resize.values()];
    int[] labels = new int[count];
    byte[] planes = new byte[images.shape().values()];
    float[] crop = new float[planes.length];
    for (int i = 0; i < count; i++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("the batches were closed");
      }
      readable.pixels(indices[i], planes);
      labels[i] = images.label(indices[i]);
      transform.write(planes, augmentation.crop(seed, epoch, indices[i]), crop, 0);
      augmentation.cutout(seed, epoch, indices[i], images.shape()).hide(crop, images.shape());
      resize.write(crop, pixels, i * resize.values());
    }
    return new Batch(pixels, resize.height(), labels, indices);
  }
}
