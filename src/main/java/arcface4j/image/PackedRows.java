package arcface4j.image;

import java.awt.image.BufferedImage;

/** The rows of a picture whose colour model knows how red, green and blue come from its samples. */
final class PackedRows implements PixelRows {

  private final BufferedImage image;
  private final boolean direct; // whether an element of the raster is what getRGB would give
  private final int[] argb;

  PackedRows(BufferedImage image) {
    this.image = image;
    direct =
        image.getType() == BufferedImage.TYPE_INT_RGB
            || image.getType() == BufferedImage.TYPE_INT_ARGB;
    argb = new int[image.getWidth()];
  }

  @Override
  public Kind kind() {
    return Kind.RGB;
  }

  @Override
  public int width() {
    return image.getWidth();
  }

  @Override
  public int height() {
    return image.getHeight();
  }

  @Override
  public boolean hasAlpha() {
    return image.getColorModel().hasAlpha();
  }

  @Override
  public void read(int y, int from, int to, float[] samples, float[] alpha) {
    int count = to - from;
    if (direct) {
      image.getRaster().getDataElements(from, y, count, 1, argb);
    } else {
      image.getRGB(from, y, count, 1, argb, 0, count);
    }
    for (int x = 0; x < count; x++) {
      samples[3 * x] = argb[x] >> 16 & 255;
      samples[3 * x + 1] = argb[x] >> 8 & 255;
      samples[3 * x + 2] = argb[x] & 255;
      alpha[x] = (argb[x] >>> 24) / 255f;
    }
  }
}
