package arcface4j.data.augment;

import arcface4j.data.ImageShape;
import arcface4j.data.SplitMix64;
import java.util.Arrays;
import java.util.Optional;

/**
 * How the images of a batch are mixed in pairs. With both on, each batch has one of the two, by a
 * fair coin.
 *
 * @param mixup alpha of {@link Mixup}; 0 for none
 * @param cutmix alpha of {@link Cutmix}; 0 for none
 */
public record BatchMixing(double mixup, double cutmix) {

  /** Mixes nothing. */
  public static final BatchMixing NONE = new BatchMixing(0, 0);

  private static final double MOST = 100;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException in one line that says what would be right
   */
  public BatchMixing {
    Numbers.requireRange("mixup", mixup, 0, MOST, 0.2);
    Numbers.requireRange("cutmix", cutmix, 0, MOST, 1);
  }

  /**
   * Reads one alpha.
   *
   * @throws IllegalArgumentException in one line that says what would be right
   */
  public static double parse(String text) {
    return Numbers.parse(text, "an alpha from 0 (none) to 100, as 0.2 is");
  }

  /**
   * What happens to one batch, a pure function of its arguments.
   *
   * @param seed of the run
   * @param epoch counted from 0
   * @param batch its number in the epoch
   * @param images N
   * @param shape [C, H, W]
   * @return nothing where neither is on
   */
  public Optional<Mix> draw(long seed, int epoch, int batch, int images, ImageShape shape) {
    if (equals(NONE)) {
      return Optional.empty();
    }
    SplitMix64 random = SplitMix64.of(seed, SplitMix64.Purpose.MIX, epoch, batch);
    boolean heads = random.nextBoolean();
    Partners partners = partners(random, images);
    boolean blends = cutmix == 0 || mixup > 0 && heads;
    double share = new BetaDistribution(blends ? mixup : cutmix).draw(random);
    return Optional.of(
        blends
            ? new Mixup(share, partners)
            : Cutmix.around(
                random.below(shape.height()), random.below(shape.width()), share, partners, shape));
  }

  private static Partners partners(SplitMix64 random, int images) {
    int[] order = new int[images];
    Arrays.setAll(order, i -> i);
    random.shuffle(order);
    return new Partners(order);
  }
}
