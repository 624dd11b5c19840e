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

  /** The rectangle of one image; none if ten in a row were as large as the image or larger. */
  static Area draw(SplitMix64 random, ImageShape shape) {
    for (int i = 0; i < AspectRange.TRIES; i++) {
      AspectRange.Sides sides = RANGE.draw(random, shape.pixels());
      int height = sides.side();
      int width = sides.other();
      if (height < shape.height() && width < shape.width()) {
        int top = random.below(shape.height() - height + 1);
        int left = random.below(shape.width() - width + 1);
        return new Area(top, left, height, width);
      }
    }
    return Area.NONE;
  }
}
