package arcface4j.data.augment;

import arcface4j.data.ImageShape;
import arcface4j.data.SplitMix64;

/**
 * Random erasing (Zhong et al., 2017, <a
 * href="https://arxiv.org/abs/1708.04896">arXiv:1708.04896</a>): a rectangle of 0.02 to 0.33 of the
 * area, with sides from 3:10 to 33:10, becomes the mean colour.
 */
final class RandomErasing {

  private static final AspectRange RANGE = new AspectRange(0.02, 0.33, 0.3, 3.3);

  private RandomErasing() {}

  /** The rectangle of one image. */
  static Area draw(SplitMix64 random, ImageShape shape) {
    return draw(RANGE, random, shape);
  }

  /**
   * A rectangle from a range whose ratios are height to width; none if ten in a row were as large
   * as the image or larger.
   */
  static Area draw(AspectRange range, SplitMix64 random, ImageShape shape) {
    for (int i = 0; i < AspectRange.TRIES; i++) {
      AspectRange.Sides sides = range.draw(random, shape.pixels());
      int height = sides.first();
      int width = sides.second();
      if (height < shape.height() && width < shape.width()) {
        return Area.anywhere(height, width, shape, random);
      }
    }
    return Area.NONE;
  }
}
