package arcface4j.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;

/**
 * The rows of a raster whose bands are the samples of a kind, and alpha after them where it is
 * there.
 */
final class RasterRows implements PixelRows {

  private final Raster raster;
  private final Kind kind;
  private final boolean alpha;
  private final float sampleMax;
  private final float alphaMax;
  private final int[] values; // [width, bands of the raster]

  private RasterRows(Raster raster, Kind kind, boolean alpha, float sampleMax, float alphaMax) {
    this.raster = raster;
    this.kind = kind;
    this.alpha = alpha;
    this.sampleMax = sampleMax;
    this.alphaMax = alphaMax;
    values = new int[raster.getWidth() * raster.getNumBands()];
  }

  /** Of a picture with unsigned integer samples. */
  static RasterRows samples(BufferedImage image, Kind kind) {
    ColorModel model = image.getColorModel();
    float alphaMax = model.hasAlpha() ? max(model.getComponentSize(kind.bands())) : 1;
    return new RasterRows(
        image.getRaster(), kind, model.hasAlpha(), max(model.getComponentSize(0)), alphaMax);
  }

  /** Of a raster without alpha whose samples have {@code bits}. */
  static RasterRows samples(Raster raster, Kind kind, int bits) {
    return new RasterRows(raster, kind, false, max(bits), 1);
  }

  private static float max(int bits) {
    return (1L << bits) - 1;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public int width() {
    return raster.getWidth();
  }

  @Override
  public int height() {
    return raster.getHeight();
  }

  @Override
  public boolean hasAlpha() {
    return alpha;
  }

  @Override
  public void read(int y, int from, int to, float[] samples, float[] alphas) {
    raster.getPixels(from + raster.getMinX(), y + raster.getMinY(), to - from, 1, values);
    int stride = raster.getNumBands();
    int bands = kind.bands();
    for (int x = 0; x < to - from; x++) {
      for (int band = 0; band < bands; band++) {
        samples[x * bands + band] = values[x * stride + band] / sampleMax * 255;
      }
      if (alpha) {
        alphas[x] = values[x * stride + bands] / alphaMax;
      }
    }
  }
}
