package arcface4j.image;

import java.awt.image.Raster;

/** Rows whose pixels are transparent where the stored samples are one given colour. */
final class KeyedRows implements PixelRows {

  private final PixelRows rows;
  private final Raster raster;
  private final int[] key; // [bands]
  private final int[] values; // [width, bands]

  KeyedRows(PixelRows rows, Raster raster, int[] key) {
    this.rows = rows;
    this.raster = raster;
    this.key = key;
    values = new int[raster.getWidth() * raster.getNumBands()];
  }

  @Override
  public Kind kind() {
    return rows.kind();
  }

  @Override
  public int width() {
    return rows.width();
  }

  @Override
  public int height() {
    return rows.height();
  }

  @Override
  public boolean hasAlpha() {
    return true;
  }

  @Override
  public void read(int y, int from, int to, float[] samples, float[] alpha) {
    rows.read(y, from, to, samples, alpha);
    raster.getPixels(from, y, to - from, 1, values);
    for (int x = 0; x < to - from; x++) {
      alpha[x] = isKey(x * raster.getNumBands()) ? 0 : 1;
    }
  }

  private boolean isKey(int at) {
    for (int band = 0; band < key.length; band++) {
      if (values[at + band] != key[band]) {
        return false;
      }
    }
    return true;
  }
}
