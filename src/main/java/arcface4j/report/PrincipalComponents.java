package arcface4j.report;

import java.util.Arrays;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * The two directions in which rows differ most, and the rows' places along them. The sign of a
 * direction is chosen so that its largest part is positive.
 *
 * @param places [n, 2]
 * @param explained [2] shares of the total variance; 0 where there is none
 */
record PrincipalComponents(double[][] places, double[] explained) {

  private static final int PLANE = 2;

  /** The components of [n, D] rows. */
  static PrincipalComponents of(float[][] rows) {
    RealMatrix centred = centred(rows);
    int width = centred.getColumnDimension();
    EigenDecomposition eigen =
        new EigenDecomposition(centred.transpose().multiply(centred)); // [D, D], falling
    double total = Arrays.stream(eigen.getRealEigenvalues()).sum();
    RealMatrix plane = MatrixUtils.createRealMatrix(width, PLANE);
    double[] explained = new double[PLANE];
    for (int i = 0; i < Math.min(PLANE, width); i++) {
      plane.setColumnVector(i, eigen.getEigenvector(i).mapMultiply(sign(eigen, i)));
      explained[i] = total > 0 ? eigen.getRealEigenvalue(i) / total : 0;
    }
    return new PrincipalComponents(centred.multiply(plane).getData(), explained);
  }

  private static double sign(EigenDecomposition eigen, int component) {
    double largest = 0;
    for (double part : eigen.getEigenvector(component).toArray()) {
      largest = Math.abs(part) > Math.abs(largest) ? part : largest;
    }
    return largest < 0 ? -1 : 1;
  }

  private static RealMatrix centred(float[][] rows) {
    int width = rows[0].length;
    RealMatrix matrix = MatrixUtils.createRealMatrix(rows.length, width);
    for (int d = 0; d < width; d++) {
      double mean = 0;
      for (float[] row : rows) {
        mean += row[d] / (double) rows.length;
      }
      for (int i = 0; i < rows.length; i++) {
        matrix.setEntry(i, d, rows[i][d] - mean);
      }
    }
    return matrix;
  }
}
