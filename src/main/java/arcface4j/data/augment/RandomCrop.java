package arcface4j.data.augment;

import arcface4j.data.ImageShape;
import arcface4j.data.SplitMix64;

/**
 * Random resized crop (Szegedy et al., 2015, <a
 * href="https://arxiv.org/abs/1409.4842">arXiv:1409.4842</a>, section 6): a part of random area,
 * with sides from 3:4 to 4:3, resized to the training size. Written as {@code 0.35-1}.
 *
 * @param from least part of the area, above 0
 * @param to largest part of the area, up to 1; from 1 to 1 takes every image whole
 */
public record RandomCrop(double from, double to) {

  /** Takes every image whole. */
  public static final RandomCrop NONE = new RandomCrop(1, 1);

  private static final double FLATTEST = 3.0 / 4;
  private static final double STEEPEST = 4.0 / 3;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException in one line that says what would be right
   */
  public RandomCrop {
    if (!(from > 0 && from <= to && to <= 1)) {
      throw new IllegalArgumentException(
          "%s-%s is not a part of the area from above 0 to 1, as 0.35-1 is".formatted(from, to));
    }
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException in one line that says what would be right
   */
  public static RandomCrop parse(String text) {
    double[] parts = Numbers.parse(text, "-", 2, "two parts of the area, as in 0.35-1");
    return new RandomCrop(parts[0], parts[1]);
  }

  /** Whether images are taken whole. */
  boolean none() {
    return from == 1;
  }

  /** The part of one image. */
  Area draw(SplitMix64 random, ImageShape shape) {
    return draw(new AspectRange(from, to, FLATTEST, STEEPEST), random, shape);
  }

  /** A part from a range whose ratios are width to height. */
  static Area draw(AspectRange range, SplitMix64 random, ImageShape shape) {
    for (int i = 0; i < AspectRange.TRIES; i++) {
      AspectRange.Sides sides = range.draw(random, shape.pixels());
      int width = sides.first();
      int height = sides.second();
      if (width > 0 && width <= shape.width() && height > 0 && height <= shape.height()) {
        return Area.anywhere(height, width, shape, random);
      }
    }
    return middle(range, shape);
  }

  /** The largest part from the middle whose ratio is in the range. */
  private static Area middle(AspectRange range, ImageShape shape) {
    double ratio = (double) shape.width() / shape.height();
    int height = shape.height();
    int width = shape.width();
    if (ratio < range.flattest()) {
      height = (int) Math.rint(width / range.flattest());
    } else if (ratio > range.steepest()) {
      width = (int) Math.rint(height * range.steepest());
    }
    return new Area((shape.height() - height) / 2, (shape.width() - width) / 2, height, width);
  }

  /** The text form. */
  @Override
  public String toString() {
    return Numbers.text(from) + "-" + Numbers.text(to);
  }
}
