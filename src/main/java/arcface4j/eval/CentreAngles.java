package arcface4j.eval;

import java.util.Arrays;

/**
 * The angles in degrees, 0 to 180, between each image and the centres of a head: to the centre of
 * its own class, and to the nearest centre of any other class. A class may have several centres, of
 * which the nearest counts.
 *
 * @param target [N] to the image's own class; NaN if that class has no centre with a direction
 * @param nearestOther [N] to the nearest other class; NaN if there is none
 * @param nearestOtherClass [N] which class that is; -1 if there is none
 */
public record CentreAngles(double[] target, double[] nearestOther, int[] nearestOtherClass) {

  private static final int NONE = -1;

  /**
   * Measures N images.
   *
   * @param images labelled from 0 to C - 1
   * @param centres [C * S, D] of any length: S centres of class 0, then those of class 1 ...
   * @param classes C
   * @throws IllegalArgumentException if the sizes do not fit
   */
  public static CentreAngles of(EmbeddingSet images, float[] centres, int classes) {
    int width = images.width();
    int each = classes < 1 ? 0 : centres.length / classes / width;
    if (each < 1 || (long) each * classes * width != centres.length) {
      throw new IllegalArgumentException(
          "%d values are not centres of %d classes of width %d"
              .formatted(centres.length, classes, width));
    }
    CentreAngles angles =
        new CentreAngles(
            new double[images.size()], new double[images.size()], new int[images.size()]);
    double[] lengths = lengths(centres, width);
    for (int row = 0; row < images.size(); row++) {
      double[] cosines = new double[classes];
      Arrays.fill(cosines, Double.NaN);
      for (int centre = 0; centre < lengths.length; centre++) {
        double cosine = dot(images.values(), row, centres, centre, width) / lengths[centre];
        int label = centre / each;
        if (!(cosine <= cosines[label]) && !Double.isNaN(cosine)) {
          cosines[label] = cosine;
        }
      }
      angles.set(row, images.label(row), cosines);
    }
    return angles;
  }

  private void set(int row, int label, double[] cosines) {
    int nearest = NONE;
    for (int c = 0; c < cosines.length; c++) {
      boolean nearer = nearest == NONE || cosines[c] > cosines[nearest];
      if (c != label && nearer && !Double.isNaN(cosines[c])) {
        nearest = c;
      }
    }
    target[row] = label < cosines.length ? degrees(cosines[label]) : Double.NaN;
    nearestOther[row] = nearest == NONE ? Double.NaN : degrees(cosines[nearest]);
    nearestOtherClass[row] = nearest;
  }

  private static double degrees(double cosine) {
    return Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, cosine))));
  }

  private static double[] lengths(float[] centres, int width) {
    double[] lengths = new double[centres.length / width];
    for (int centre = 0; centre < lengths.length; centre++) {
      lengths[centre] = Math.sqrt(dot(centres, centre, centres, centre, width));
    }
    return lengths;
  }

  private static double dot(float[] a, int rowOfA, float[] b, int rowOfB, int width) {
    double sum = 0;
    for (int d = 0; d < width; d++) {
      sum += (double) a[rowOfA * width + d] * b[rowOfB * width + d];
    }
    return sum;
  }

  /** N. */
  public int size() {
    return target.length;
  }
}
