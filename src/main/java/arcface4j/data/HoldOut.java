package arcface4j.data;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A set in two parts. Which images or classes are held out is a pure function of the seed and of
 * the labels.
 *
 * @param kept the part to learn from, in the order of the set
 * @param heldOut the part for validation or test, in the order of the set
 */
public record HoldOut(ImageSet kept, ImageSet heldOut) {

  /**
   * Holds out round(fraction * n), half up, of the n images of each class, but never the last image
   * of a class.
   *
   * @param fraction in [0, 1)
   * @throws IllegalArgumentException if the fraction is not in [0, 1)
   */
  public static HoldOut ofImages(ImageSet images, double fraction, long seed) {
    requirePart(fraction, "a tenth of each class");
    boolean[] held = new boolean[images.size()];
    int[][] members = members(images);
    for (int label = 0; label < members.length; label++) {
      SplitMix64.of(seed, SplitMix64.Purpose.SPLIT, label).shuffle(members[label]);
      int count = Math.min(part(members[label].length, fraction), members[label].length - 1);
      for (int i = 0; i < count; i++) {
        held[members[label][i]] = true;
      }
    }
    return new HoldOut(select(images, held, false), select(images, held, true));
  }

  /**
   * Holds out round(fraction * K), half up, of the K classes with all their images, at least one
   * class and never all; both parts get label maps of their own.
   *
   * @param fraction in (0, 1)
   * @throws IllegalArgumentException if the fraction is not in [0, 1), or there is one class
   */
  public static HoldOut ofClasses(ImageSet images, double fraction, long seed) {
    requirePart(fraction, "a tenth of the classes");
    int[] classes = IntStream.range(0, images.labelMap().size()).toArray();
    if (classes.length < 2) {
      throw new IllegalArgumentException(
          "of %d class none can be held out; 2 or more needed".formatted(classes.length));
    }
    SplitMix64.of(seed, SplitMix64.Purpose.CLASS_SPLIT).shuffle(classes);
    int count = Math.max(1, Math.min(part(classes.length, fraction), classes.length - 1));
    return new HoldOut(
        select(images, classes, count, classes.length), select(images, classes, 0, count));
  }

  private static void requirePart(double fraction, String tenth) {
    if (!(fraction >= 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "fraction " + fraction + " is not in [0, 1); 0.1 holds out " + tenth);
    }
  }

  /** [K][n] the places of each class, ascending. */
  private static int[][] members(ImageSet images) {
    int[] counts = new int[images.labelMap().size()];
    for (int i = 0; i < images.size(); i++) {
      counts[images.label(i)]++;
    }
    int[][] members = Arrays.stream(counts).mapToObj(int[]::new).toArray(int[][]::new);
    for (int i = images.size() - 1; i >= 0; i--) {
      members[images.label(i)][--counts[images.label(i)]] = i;
    }
    return members;
  }

  /** In decimals, so that 0.145 of 100 is 14.5 and not 14.499999999999998. */
  private static int part(int count, double fraction) {
    return BigDecimal.valueOf(fraction)
        .multiply(BigDecimal.valueOf(count))
        .setScale(0, RoundingMode.HALF_UP)
        .intValueExact();
  }

  private static ImageSet select(ImageSet images, boolean[] held, boolean wanted) {
    return images.subset(IntStream.range(0, held.length).filter(i -> held[i] == wanted).toArray());
  }

  private static ImageSet select(ImageSet images, int[] classes, int from, int to) {
    return images.ofClasses(
        new LabelMap(
            Arrays.stream(classes, from, to)
                .sorted()
                .mapToObj(images.labelMap().names()::get)
                .toList()));
  }
}
