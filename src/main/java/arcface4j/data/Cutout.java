package arcface4j.data;

import arcface4j.data.augment.Area;

/**
 * A square of a training image that is hidden (DeVries and Taylor, 2017, <a
 * href="https://arxiv.org/abs/1708.04552">arXiv:1708.04552</a>, section 3). It may reach over the
 * image's edges.
 *
 * @param top first row; may be negative
 * @param left first column; may be negative
 * @param side height and width in pixels, 0 to hide nothing
 */
record Cutout(int top, int left, int side) {

  /** Any pixel is its centre with the same chance. */
  static Cutout anywhere(int side, ImageShape shape, SplitMix64 random) {
    int row = random.below(shape.height());
    int column = random.below(shape.width());
    return new Cutout(row - side / 2, column - side / 2, side);
  }

  /**
   * Hides the square under the mean colour.
   *
   * @param normalised [C, H, W], whose mean is 0
   */
  void hide(float[] normalised, ImageShape shape) {
    Area.within(shape, top, left, top + side, left + side).clear(normalised, 0, shape);
  }
}
