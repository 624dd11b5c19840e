package arcface4j.data;

import arcface4j.data.augment.Augmenter;
import arcface4j.data.augment.Mix;
import arcface4j.io.DataException;
import java.util.Arrays;
import java.util.Optional;

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
  private final Augmenter augmenter;
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
    this.augmenter = new Augmenter(augmentation.photo(), images.shape());
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
    this.augmenter = other.augmenter;
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
    float[] changed = new float[planes.length];
    for (int i = 0; i < count; i++) {
      readable.pixels(indices[i], planes);
      labels[i] = images.label(indices[i]);
      augment(planes, epoch, indices[i], changed);
      resize.write(changed, pixels, i * resize.values());
    }
    return mixed(epoch, number, new Batch(pixels, resize.height(), labels, indices));
  }

  /**
   * One image as an epoch shows it, before it is resized or mixed with another.
   *
   * @param epoch counted from 0
   * @param place in the set
   * @return [C, H, W], normalised
   * @throws DataException if it is broken and may not be replaced
   */
  public float[] look(int epoch, int place) throws DataException {
    byte[] planes = new byte[images.shape().values()];
    float[] changed = new float[planes.length];
    readable.pixels(place, planes);
    augment(planes, epoch, place, changed);
    return changed;
  }

  private void augment(byte[] planes, int epoch, int place, float[] into) {
    ImageShape shape = images.shape();
    byte[] changed = augmenter.apply(planes, shape, seed, epoch, place);
    transform.write(changed, augmentation.crop(seed, epoch, place), into, 0);
    augmentation.cutout(seed, epoch, place, shape).hide(into, shape);
    augmenter.erase(into, 0, seed, epoch, place);
  }

  private Batch mixed(int epoch, int number, Batch batch) {
    ImageShape shape = new ImageShape(images.channels(), resize.height(), resize.width());
    Optional<Mix> mix =
        augmentation.photo().mixing().draw(seed, epoch, number, batch.size(), shape);
    if (mix.isEmpty()) {
      return batch;
    }
    float[] mixed = new float[batch.images().length];
    mix.get().apply(batch.images(), shape, mixed);
    return new Batch(
        mixed,
        batch.height(),
        batch.labels(),
        batch.indices(),
        Optional.of(mix.get().labels(batch.labels())));
  }
}
