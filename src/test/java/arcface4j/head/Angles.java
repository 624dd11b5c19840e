package arcface4j.head;

import java.util.Random;

/**
 * Seeded features at chosen angles to their class's centre, so that a test can say which branch of
 * the margin each row takes.
 */
final class Angles {

  private final Random random;

  Angles(long seed) {
    random = new Random(seed);
  }

  /** Centres [rows, columns] with normal elements. */
  double[][] normal(int rows, int columns) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      for (int d = 0; d < columns; d++) {
        row[d] = random.nextGaussian();
      }
    }
    return matrix;
  }

  /** One feature for each angle, of random length, measured to the label's first centre. */
  double[][] features(double[] degrees, double[][] weight, int subcenters, int[] labels) {
    double[][] features = new double[degrees.length][];
    for (int n = 0; n < degrees.length; n++) {
      double[] centre = weight[labels[n] * subcenters];
      features[n] = at(Math.toRadians(degrees[n]), centre, 0.5 + random.nextDouble());
    }
    return features;
  }

  private double[] at(double angle, double[] centre, double length) {
    double[] across = normal(1, centre.length)[0];
    double along = dot(across, centre) / dot(centre, centre);
    for (int d = 0; d < across.length; d++) {
      across[d] -= along * centre[d];
    }
    double[] feature = new double[centre.length];
    for (int d = 0; d < feature.length; d++) {
      double direction =
          Math.cos(angle) * centre[d] / ReferenceMargin.length(centre)
              + Math.sin(angle) * across[d] / ReferenceMargin.length(across);
      feature[d] = length * direction;
    }
    return feature;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += a[d] * b[d];
    }
    return sum;
  }
}
