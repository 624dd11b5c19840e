package arcface4j.image;

import arcface4j.image.PixelRows.Kind;

/** Rows of a picture as red, green and blue in sRGB, laid on black. */
final class ColourRows {

  private final PixelRows rows;
  private final ProfileConversion conversion; // null where the samples are sRGB already
  private final int from;
  private final int to;
  private final float[] samples; // [to - from, bands]
  private final float[] alpha; // [to - from]

  /** Of the columns [from, to). */
  ColourRows(Picture picture, int from, int to) {
    rows = picture.rows();
    conversion =
        picture
            .profile()
            .flatMap(profile -> ProfileConversion.of(profile, rows.kind(), to - from))
            .orElse(null);
    this.from = from;
    this.to = to;
    samples = new float[(to - from) * rows.kind().bands()];
    alpha = new float[to - from];
  }

  /**
   * Reads row y.
   *
   * @param line [to - from, 3] in 0 to 255
   */
  void read(int y, float[] line) {
    boolean plain = rows.kind() == Kind.RGB && conversion == null;
    float[] read = plain ? line : samples;
    rows.read(y, from, to, read, alpha);
    if (conversion != null) {
      conversion.apply(samples, line);
    } else if (rows.kind() == Kind.GRAY) {
      ofGray(line);
    } else if (rows.kind() == Kind.CMYK) {
      ofInk(line);
    }
    if (rows.hasAlpha()) {
      layOnBlack(line);
    }
  }

  private void ofGray(float[] line) {
    for (int x = 0; x < samples.length; x++) {
      line[3 * x] = samples[x];
      line[3 * x + 1] = samples[x];
      line[3 * x + 2] = samples[x];
    }
  }

  /** 255 (1 - C)(1 - K), as viewers do where no profile says more. */
  private void ofInk(float[] line) {
    for (int x = 0; x < alpha.length; x++) {
      float light = (255 - samples[4 * x + 3]) / 255;
      for (int band = 0; band < 3; band++) {
        line[3 * x + band] = (255 - samples[4 * x + band]) * light;
      }
    }
  }

  private void layOnBlack(float[] line) {
    for (int x = 0; x < alpha.length; x++) {
      line[3 * x] *= alpha[x];
      line[3 * x + 1] *= alpha[x];
      line[3 * x + 2] *= alpha[x];
    }
  }
}
