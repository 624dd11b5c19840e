package arcface4j.data.augment;

import arcface4j.data.SplitMix64;

/**
 * Rectangles of a random share of an image's area and a random shape, as torchvision's {@code
 * get_params} draws them.
 *
 * @param least share of the area, in (0, 1]
 * @param most share of the area, in [least, 1]
 * @param flattest least ratio of the sides
 * @param steepest largest ratio of the sides
 */
record AspectRange(double least, double most, double flattest, double steepest) {

  /** How often a rectangle that does not fit is drawn again. */
  static final int TRIES = 10;

  /**
   * Two sides in pixels, which can be larger than the image.
   *
   * @param first the one that grows with the ratio
   * @param second the other
   */
  record Sides(int first, int second) {}

  /** The next sides: a uniform share of the area, a ratio uniform on the logarithmic scale. */
  Sides draw(SplitMix64 random, int pixels) {
    double share = random.between(least, most);
    double ratio = Math.exp(random.between(Math.log(flattest), Math.log(steepest)));
    double area = pixels * share;
    // Halves to the even number, as Python rounds.
    return new Sides(
        (int) Math.rint(Math.sqrt(area * ratio)), (int) Math.rint(Math.sqrt(area / ratio)));
  }
}
