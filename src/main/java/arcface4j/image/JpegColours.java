package arcface4j.image;

import arcface4j.io.DataException;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * What the samples of a JPEG mean, by the rules of libjpeg that most programs follow: JFIF first,
 * then Adobe's segment, then the components' identifiers; four components are inverted ink.
 */
enum JpegColours {
  GRAY,
  RGB,
  YCC,
  CMYK,
  YCCK;

  static JpegColours of(JpegStructure jpeg) throws DataException {
    return switch (jpeg.components().length) {
      case 1 -> GRAY;
      case 3 -> ofThree(jpeg);
      case 4 -> jpeg.adobeTransform().orElse(0) == 0 ? CMYK : YCCK;
      default ->
          throw new DataException(jpeg.components().length + " components are not 1, 3 or 4");
    };
  }

  private static JpegColours ofThree(JpegStructure jpeg) {
    if (jpeg.jfif()) {
      return YCC;
    }
    if (jpeg.adobeTransform().isPresent()) {
      return jpeg.adobeTransform().get() == 0 ? RGB : YCC;
    }
    return Arrays.equals(jpeg.components(), new byte[] {'R', 'G', 'B'}) ? RGB : YCC;
  }

  /** The rows of its samples as they are in the file. */
  PixelRows rows(Raster samples) {
    PixelRows.Kind kind =
        switch (this) {
          case GRAY -> PixelRows.Kind.GRAY;
          case RGB, YCC -> PixelRows.Kind.RGB;
          case CMYK, YCCK -> PixelRows.Kind.CMYK;
        };
    RasterRows raw = RasterRows.samples(samples, kind, 8);
    return this == GRAY || this == RGB ? raw : new JpegRows(raw, this);
  }

  /** YCbCr to RGB (ITU-T T.871), and ink the right way round. */
  private record JpegRows(PixelRows raw, JpegColours colours) implements PixelRows {

    @Override
    public Kind kind() {
      return raw.kind();
    }

    @Override
    public int width() {
      return raw.width();
    }

    @Override
    public int height() {
      return raw.height();
    }

    @Override
    public boolean hasAlpha() {
      return false;
    }

    @Override
    public void read(int y, int from, int to, float[] samples, float[] alpha) {
      raw.read(y, from, to, samples, alpha);
      int bands = kind().bands();
      if (colours != CMYK) {
        for (int at = 0; at < (to - from) * bands; at += bands) {
          toRgb(samples, at);
        }
      }
      if (kind() == Kind.CMYK) {
        invert(samples, to - from);
      }
    }

    /** Adobe stores ink inverted; of YCCK, the formula for RGB gives C, M and Y as they are. */
    private void invert(float[] samples, int count) {
      for (int x = 0; x < count; x++) {
        for (int band = colours == YCCK ? 3 : 0; band < 4; band++) {
          samples[4 * x + band] = 255 - samples[4 * x + band];
        }
      }
    }

    private static void toRgb(float[] samples, int at) {
      float luma = samples[at];
      float blue = samples[at + 1] - 128;
      float red = samples[at + 2] - 128;
      samples[at] = clamped(luma + 1.402f * red);
      samples[at + 1] = clamped(luma - 0.344136f * blue - 0.714136f * red);
      samples[at + 2] = clamped(luma + 1.772f * blue);
    }

    private static float clamped(float value) {
      return Math.max(0, Math.min(255, Math.round(value)));
    }
  }
}
