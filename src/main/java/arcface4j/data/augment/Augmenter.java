package arcface4j.data.augment;

import arcface4j.data.ImageShape;
import arcface4j.data.SplitMix64;
import arcface4j.data.SplitMix64.Purpose;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes images by a {@link PhotoAugmentation} in torchvision's usual order: resized crop,
 * automatic augmentation, colours, grayscale, blur, and after the normalisation erasing. Each is a
 * pure function of seed, epoch and image with a stream of random numbers of its own: switching one
 * on changes no draw of another. Safe for many threads.
 *
 * <p>Who makes batches calls it around the shift, flip, normalisation and cutout of {@link
 * arcface4j.data.Augmentation}:
 *
 * <pre>{@code
 * byte[] changed = augmenter.apply(planes, images.shape(), seed, epoch, image);
 * // shift, mirror and normalise `changed` into `floats`, cut out
 * augmenter.erase(floats, 0, seed, epoch, image);
 * }</pre>
 *
 * <p>Mirroring after the colours instead of before them gives the same images with the same
 * chances, since every operation that knows left from right is as likely in either direction.
 */
public final class Augmenter {

  private static final double LEAST_SIGMA = 0.1;
  private static final double MOST_SIGMA = 2;

  /** The kernel of the blur spans a tenth of the image, as in SimCLR (arXiv:2002.05709). */
  private static final int SIDES_PER_RADIUS = 20;

  private final PhotoAugmentation settings;
  private final ImageShape shape;

  /**
   * An augmenter of images of one shape of result.
   *
   * @param shape [C, H, W] of the results
   * @throws IllegalArgumentException if the settings need colours and C is not 3
   */
  public Augmenter(PhotoAugmentation settings, ImageShape shape) {
    settings.requireFits(shape);
    this.settings = settings;
    this.shape = shape;
  }

  /** [C, H, W] of the results. */
  public ImageShape shape() {
    return shape;
  }

  /**
   * One image as an epoch shows it.
   *
   * @param planes [C, H, W], left as they are
   * @param from their shape; with a random crop of any height and width, else that of the results
   * @param epoch counted from 0
   * @param image its place in the set
   * @return [C, H, W] of the result's shape; {@code planes} itself where nothing changes
   * @throws IllegalArgumentException if images of this shape do not become results
   */
  public byte[] apply(byte[] planes, ImageShape from, long seed, int epoch, int image) {
    byte[] current = planes;
    byte[] spare = null;
    ImageShape now = from;
    for (Operation operation : operations(from, seed, epoch, image)) {
      ImageShape next = operation.resultOf(now);
      byte[] into = fits(spare, next) ? spare : new byte[next.values()];
      operation.apply(current, now, into);
      spare = current == planes ? null : current;
      current = into;
      now = next;
    }
    return current;
  }

  private static boolean fits(byte[] spare, ImageShape shape) {
    return spare != null && spare.length == shape.values();
  }

  /** What happens to one image in one epoch, in its order. */
  List<Operation> operations(ImageShape from, long seed, int epoch, int image) {
    List<Operation> operations = new ArrayList<>();
    if (settings.crop().none()) {
      requireResult(from);
    } else {
      requireChannels(from);
      Area area = settings.crop().draw(stream(seed, Purpose.RESIZED_CROP, epoch, image), from);
      operations.add(new ResizedCrop(area, shape.height(), shape.width()));
    }
    operations.addAll(
        settings.auto().draw(stream(seed, Purpose.AUTO_AUGMENT, epoch, image), shape));
    operations.addAll(settings.jitter().draw(stream(seed, Purpose.COLOR_JITTER, epoch, image)));
    if (happens(stream(seed, Purpose.GRAYSCALE, epoch, image), settings.grayscale())) {
      operations.add(new Grayscale());
    }
    SplitMix64 blur = stream(seed, Purpose.BLUR, epoch, image);
    if (happens(blur, settings.blur())) {
      operations.add(new GaussianBlur(blurRadius(), blur.between(LEAST_SIGMA, MOST_SIGMA)));
    }
    return operations;
  }

  private void requireResult(ImageShape from) {
    if (!from.equals(shape)) {
      throw new IllegalArgumentException(
          "without a random crop an image of %d x %d x %d does not become one of %d x %d x %d"
              .formatted(
                  from.channels(),
                  from.height(),
                  from.width(),
                  shape.channels(),
                  shape.height(),
                  shape.width()));
    }
  }

  private void requireChannels(ImageShape from) {
    if (from.channels() != shape.channels()) {
      throw new IllegalArgumentException(
          "an image of %d channels does not become one of %d"
              .formatted(from.channels(), shape.channels()));
    }
  }

  private int blurRadius() {
    int side = Math.min(shape.height(), shape.width());
    return Math.min(side - 1, Math.max(1, side / SIDES_PER_RADIUS));
  }

  /**
   * Hides a rectangle of one image, or none.
   *
   * @param normalised holds [C, H, W] of the result's shape from {@code offset} on; changed in
   *     place
   */
  public void erase(float[] normalised, int offset, long seed, int epoch, int image) {
    erased(seed, epoch, image).clear(normalised, offset, shape);
  }

  /** The rectangle that one image lacks in one epoch. */
  Area erased(long seed, int epoch, int image) {
    SplitMix64 random = stream(seed, Purpose.ERASE, epoch, image);
    return happens(random, settings.erase()) ? RandomErasing.draw(random, shape) : Area.NONE;
  }

  private static boolean happens(SplitMix64 random, double probability) {
    return random.between(0, 1) < probability;
  }

  private static SplitMix64 stream(long seed, Purpose purpose, int epoch, int image) {
    return SplitMix64.of(seed, purpose, epoch, image);
  }
}
