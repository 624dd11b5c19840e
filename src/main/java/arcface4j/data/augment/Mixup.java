package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/**
 * Mixup (Zhang et al., 2018, <a href="https://arxiv.org/abs/1710.09412">arXiv:1710.09412</a>):
 * lambda * image + (1 - lambda) * partner.
 *
 * @param share lambda
 * @param partners of the images
 */
public record Mixup(double share, Partners partners) implements Mix {

  @Override
  public void apply(float[] images, ImageShape shape, float[] into) {
    partners.requireFits(images, into, shape);
    int values = shape.values();
    float own = (float) share;
    float other = (float) (1 - share);
    for (int row = 0; row < partners.size(); row++) {
      int mine = row * values;
      int theirs = partners.of(row) * values;
      for (int i = 0; i < values; i++) {
        into[mine + i] = own * images[mine + i] + other * images[theirs + i];
      }
    }
  }
}
