package arcface4j.model;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Labels as ND4J wants them. */
final class Classes {

  private Classes() {}

  /**
   * One-hot rows.
   *
   * @param labels [N]
   * @return [N, K]
   * @throws IllegalArgumentException if a label is not one of 0 to K - 1
   */
  static INDArray oneHot(int[] labels, int classes, DataType type) {
    INDArray oneHot = Nd4j.zeros(type, labels.length, classes);
    for (int n = 0; n < labels.length; n++) {
      if (labels[n] < 0 || labels[n] >= classes) {
        throw new IllegalArgumentException(
            "label %d is not one of 0 to %d".formatted(labels[n], classes - 1));
      }
      oneHot.putScalar(n, labels[n], 1);
    }
    return oneHot;
  }
}
