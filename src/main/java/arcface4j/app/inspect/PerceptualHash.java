package arcface4j.app.inspect;

import java.util.Arrays;

/**
 * 64 bits that hardly change when a picture is resized, compressed again or brightened: which of
 * its low frequencies are above their median. After C. Zauner, Implementation and Benchmarking of
 * Perceptual Image Hash Functions (2010), section 3.2.1; its filter before the reduction to 32 x 32
 * is the decoder's.
 */
final class PerceptualHash {

  private static final int SIDE = GrayPicture.SIDE;
  private static final int LOW = 8;
  private static final float[] COSINES = cosines();

  private PerceptualHash() {}

  /** Bit 8 u + v is that of frequency u + 1 down and v + 1 across. */
  static long of(GrayPicture picture) {
    float[] coefficients = lowFrequencies(picture.values());
    float[] sorted = coefficients.clone();
    Arrays.sort(sorted);
    float median = (sorted[sorted.length / 2 - 1] + sorted[sorted.length / 2]) / 2;
    long bits = 0;
    for (int i = 0; i < coefficients.length; i++) {
      if (coefficients[i] > median) {
        bits |= 1L << i;
      }
    }
    return bits;
  }

  /** In how many bits two hashes differ. */
  static int distance(long one, long other) {
    return Long.bitCount(one ^ other);
  }

  /** DCT-II, without the frequencies 0, which tell how bright a picture is. */
  private static float[] lowFrequencies(float[] values) {
    float[] across = new float[SIDE * LOW]; // [S, 8]
    for (int y = 0; y < SIDE; y++) {
      for (int v = 0; v < LOW; v++) {
        across[y * LOW + v] = product(values, y * SIDE, 1, v);
      }
    }
    float[] coefficients = new float[LOW * LOW]; // [8, 8]
    for (int u = 0; u < LOW; u++) {
      for (int v = 0; v < LOW; v++) {
        coefficients[u * LOW + v] = product(across, v, LOW, u);
      }
    }
    return coefficients;
  }

  private static float product(float[] values, int from, int stride, int frequency) {
    float sum = 0;
    for (int i = 0; i < SIDE; i++) {
      sum += values[from + i * stride] * COSINES[frequency * SIDE + i];
    }
    return sum;
  }

  /** [8, S] of the frequencies 1 to 8. */
  private static float[] cosines() {
    float[] cosines = new float[LOW * SIDE];
    for (int u = 0; u < LOW; u++) {
      for (int i = 0; i < SIDE; i++) {
        cosines[u * SIDE + i] = (float) Math.cos(Math.PI * (u + 1) * (2 * i + 1) / (2 * SIDE));
      }
    }
    return cosines;
  }
}
