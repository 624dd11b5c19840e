package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/**
 * CutMix (Yun et al., 2019, <a href="https://arxiv.org/abs/1905.04899">arXiv:1905.04899</a>): a
 * rectangle of each image is its partner's, the same rectangle in all of a batch.
 *
 * @param area the rectangle
 * @param share part of the pixels outside of it
 * @param partners of the images
 */
public record Cutmix(Area area, double share, Partners partners) implements Mix {

  /**
   * A rectangle of the image's shape and of 1 - lambda of its area, of which only counts what lies
   * in the image (equation 2 and torchvision's rounding).
   *
   * @param row of its middle
   * @param column of its middle
   * @param lambda as it was drawn
   */
  static Cutmix around(int row, int column, double lambda, Partners partners, ImageShape shape) {
    double half = 0.5 * Math.sqrt(1 - lambda);
    int rows = (int) (half * shape.height());
    int columns = (int) (half * shape.width());
    Area area = Area.within(shape, row - rows, column - columns, row + rows, column + columns);
    return new Cutmix(area, 1 - (double) area.pixels() / shape.pixels(), partners);
  }

  @Override
  public void apply(float[] images, ImageShape shape, float[] into) {
    partners.requireFits(images, into, shape);
    System.arraycopy(images, 0, into, 0, images.length);
    int values = shape.values();
    for (int row = 0; row < partners.size(); row++) {
      area.copy(images, partners.of(row) * values, into, row * values, shape);
    }
  }
}
