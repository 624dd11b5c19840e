package arcface4j.data;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A set in two parts with the same share of each class.
 *
 * @param kept the larger part, in the order of the set
 * @param heldOut the part for validation or test, in the order of the set
 */
public record StratifiedSplit(ImageSet kept, ImageSet heldOut) {

  /**
   * Holds out round(fraction * n), half up, of the n images of each class, but never the last image
   * of a class. Which ones is a pure function of the seed and of the labels.
   *
   * @param fraction in [0, 1)
   * @throws IllegalArgumentException if the fraction is not in [0, 1)
   */
  public static StratifiedSplit split(ImageSet images, double fraction, long seed) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "fraction " + fraction + " is not in [0, 1); 0.1 holds out a tenth of each class");
    }
    boolean[] held = new boolean[images.size()];
    for (int label = 0; label < images.labelMap().size(); label++) {
      int wanted = label;
      int[] members =
          IntStream.range(0, images.size()).filter(i -> images.label(i) == wanted).toArray();
      SplitMix64.of(seed, SplitMix64.Purpose.SPLIT, label).shuffle(members);
      Arrays.stream(members, 0, heldOut(members.length, fraction)).forEach(i -> held[i] = true);
    }
    return new StratifiedSplit(select(images, held, false), select(images, held, true));
  }

  private static int heldOut(int members, double fraction) {
    // In decimals, so that 0.145 of 100 is 14.5 and not 14.499999999999998.
    int rounded =
        BigDecimal.valueOf(fraction)
            .multiply(BigDecimal.valueOf(members))
            .setScale(0, RoundingMode.HALF_UP)
            .intValueExact();
    return Math.max(0, Math.min(rounded, members - 1));
  }

  private static ImageSet select(ImageSet images, boolean[] held, boolean wanted) {
    return images.subset(IntStream.range(0, held.length).filter(i -> held[i] == wanted).toArray());
  }
}
