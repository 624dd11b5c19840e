package arcface4j.eval;

/** The softmax cross entropy of logits. */
public final class CrossEntropy {

  private CrossEntropy() {}

  /**
   * Mean over the rows of log(sum_k exp(logit_k)) - logit_label, without overflow.
   *
   * @param logits [N, K]
   * @param labels [N], each from 0 to K - 1; not empty
   */
  public static double mean(float[] logits, int[] labels) {
    int classes = logits.length / labels.length;
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      int start = row * classes;
      sum += logSumExp(logits, start, start + classes) - logits[start + labels[row]];
    }
    return sum / labels.length;
  }

  private static double logSumExp(float[] logits, int from, int to) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = from; k < to; k++) {
      largest = Math.max(largest, logits[k]);
    }
    double exponentials = 0;
    for (int k = from; k < to; k++) {
      exponentials += Math.exp(logits[k] - largest);
    }
    return largest + Math.log(exponentials);
  }
}
