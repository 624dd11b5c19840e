package arcface4j.search;

import java.util.Random;

/**
 * Vectors of length one: {@code random} ones have any direction; {@code clustered} ones lie around
 * centres of random direction, at an angle whose tangent is 0.7, so that two of one centre have a
 * cosine of about 1 / (1 + 0.49) = 0.67, like embeddings of a class.
 */
final class VectorMixture {

  private static final double SPREAD = 0.7;

  private final float[][] centres; // [C, D]; none where all are random
  private final int width;

  private VectorMixture(float[][] centres, int width) {
    this.centres = centres;
    this.width = width;
  }

  /** {@code random}, or {@code clustered} around so many centres. */
  static VectorMixture of(String kind, int clusters, int width, long seed) {
    Random random = new Random(seed);
    float[][] centres = new float[kind.equals("random") ? 0 : clusters][];
    for (int c = 0; c < centres.length; c++) {
      centres[c] = unit(new float[width], random, 1);
    }
    return new VectorMixture(centres, width);
  }

  /** Rows [count, D], others for each seed. */
  float[] rows(int count, long seed) {
    Random random = new Random(seed);
    float[] rows = new float[count * width];
    for (int row = 0; row < count; row++) {
      System.arraycopy(next(random), 0, rows, row * width, width);
    }
    return rows;
  }

  /** One more row [D]. */
  float[] next(Random random) {
    if (centres.length == 0) {
      return unit(new float[width], random, 1);
    }
    return unit(centres[random.nextInt(centres.length)].clone(), random, SPREAD);
  }

  /** Adds a vector of about this length and scales to length one. */
  private static float[] unit(float[] vector, Random random, double spread) {
    double squares = 0;
    double deviation = spread / Math.sqrt(vector.length);
    for (int d = 0; d < vector.length; d++) {
      vector[d] += (float) (deviation * random.nextGaussian());
      squares += (double) vector[d] * vector[d];
    }
    for (int d = 0; d < vector.length; d++) {
      vector[d] /= (float) Math.sqrt(squares);
    }
    return vector;
  }
}
