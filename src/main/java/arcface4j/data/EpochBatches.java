package arcface4j.data;

import java.util.Arrays;
import java.util.concurrent.CancellationException;

/**
 * Makes the batches of any epoch of an image set.
 *
 * <p>The order of an epoch is a pure function of (seed, epoch), an image's augmentation one of
 * (seed, epoch, place in the set). So the batches are the same for any number of threads, and when
 * an epoch is resumed in its middle.
 */
public final class EpochBatches {

  private final ImageSet images;
  private final int batchSize;
  private final Augmentation augmentation;
  private final CropTransform transform;
  private final long seed;
  private final boolean shuffle;
  private final boolean dropLast;
  private final Resize resize;
  private final int threads;

  /**
   * Batches made by one thread.
   *
   * @param batchSize images in a batch
   * @param shuffle whether each epoch has its own order; otherwise it is the order of the set
   * @param dropLast whether a last batch that is short is left out
   * @throws IllegalArgumentException if the set is empty, a batch does not fit into one Java array,
   *     or normalisation or augmentation do not fit the images
   */
  public EpochBatches(
      ImageSet images,
      int batchSize,
      Normalization normalization,
      Augmentation augmentation,
      long seed,
      boolean shuffle,
      boolean dropLast) {
    this(
        images,
        batchSize,
        augmentation,
        new CropTransform(images.shape(), normalization, augmentation),
        seed,
        shuffle,
        dropLast,
        Resize.none(images.shape()),
        1);
    check();
  }

  private EpochBatches(
      ImageSet images,
      int batchSize,
      Augmentation augmentation,
      CropTransform transform,
      long seed,
      boolean shuffle,
      boolean dropLast,
      Resize resize,
      int threads) {
    this.images = images;
    this.batchSize = batchSize;
    this.augmentation = augmentation;
    this.transform = transform;
    this.seed = seed;
    this.shuffle = shuffle;
    this.dropLast = dropLast;
    this.resize = resize;
    this.threads = threads;
  }

  private void check() {
    if (images.size() == 0) {
      throw new IllegalArgumentException("an empty image set has no batches");
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch size " + batchSize + " is not at least 1");
    }
    long values = (long) Math.min(batchSize, images.size()) * images.shape().values();
    if (values > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a batch of %d images of %d values is larger than a Java array; at most %d fit"
              .formatted(
                  batchSize,
                  images.shape().values(),
                  (Integer.MAX_VALUE - 8) / images.shape().values()));
    }
  }

  /** All images once, unchanged but for the normalisation, in the order of the set. */
  public static EpochBatches inOrder(ImageSet images, int batchSize, Normalization normalization) {
    return new EpochBatches(images, batchSize, normalization, Augmentation.NONE, 0, false, false);
  }

  /** The same batches, made by this many threads. */
  public EpochBatches withThreads(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("thread count " + count + " is not at least 1");
    }
    return new EpochBatches(
        images, batchSize, augmentation, transform, seed, shuffle, dropLast, resize, count);
  }

  /**
   * The same batches with the images resized after the crop.
   *
   * @param side height and width in pixels
   * @throws IllegalArgumentException if the images are not square
   */
  public EpochBatches withSize(int side) {
    Resize other = Resize.to(side, images.shape());
    return new EpochBatches(
        images, batchSize, augmentation, transform, seed, shuffle, dropLast, other, threads);
  }

  /** Images in the set. */
  public int images() {
    return images.size();
  }

  /** Batches in an epoch; 0 if the last one is dropped and the set is smaller than one. */
  public int batchesPerEpoch() {
    boolean shortOne = !dropLast && images.size() % batchSize != 0;
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
        firstBatch, batchesPerEpoch(), threads, number -> batch(epoch, number, order));
  }

  /** [N] the places in the set in the order of an epoch. */
  int[] order(int epoch) {
    int[] order = new int[images.size()];
    Arrays.setAll(order, i -> i);
    if (shuffle) {
      SplitMix64.of(seed, SplitMix64.Purpose.ORDER, epoch).shuffle(order);
    }
    return order;
  }

  private Batch batch(int epoch, int number, int[] order) {
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
      images.pixels(indices[i], planes, 0);
      labels[i] = images.label(indices[i]);
      transform.write(planes, augmentation.crop(seed, epoch, indices[i]), crop, 0);
      resize.write(crop, pixels, i * resize.values());
    }
    return new Batch(pixels, labels, indices, count);
  }
}
