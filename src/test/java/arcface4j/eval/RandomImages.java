package arcface4j.eval;

import java.util.Arrays;
import java.util.Random;

/** Embeddings for the tests: noisy class centres, some rows repeated so that scores are tied. */
final class RandomImages {

  private RandomImages() {}

  /**
   * Labelled rows; the last one is the only one of its class if there are more than two.
   *
   * @param repeated share of rows that copy an earlier row but keep their own label
   */
  static EmbeddingSet of(int size, int width, int classes, double repeated, long seed) {
    float[] values = new float[size * width];
    int[] labels = new int[size];
    fill(values, labels, classes, repeated, new Random(seed));
    return EmbeddingSet.of(values, width, labels);
  }

  /** The rows from {@code from} up to, but without, {@code to}. */
  static EmbeddingSet part(EmbeddingSet all, int from, int to) {
    int width = all.width();
    return EmbeddingSet.of(
        Arrays.copyOfRange(all.values(), from * width, to * width),
        width,
        Arrays.copyOfRange(all.labels(), from, to));
  }

  private static void fill(
      float[] values, int[] labels, int classes, double repeated, Random random) {
    int width = values.length / labels.length;
    double[] centres = random.doubles(classes * width, -1, 1).toArray();
    for (int row = 0; row < labels.length; row++) {
      boolean lone = labels.length > 2 && row == labels.length - 1;
      labels[row] = lone ? -7 : 3 * random.nextInt(classes);
      boolean copies = row > 0 && random.nextDouble() < repeated;
      int from = copies ? random.nextInt(row) : row;
      for (int d = 0; d < width; d++) {
        double centre = centres[Math.max(0, labels[row] / 3) * width + d];
        values[row * width + d] =
            copies ? values[from * width + d] : (float) (centre + random.nextGaussian());
      }
    }
  }
}
