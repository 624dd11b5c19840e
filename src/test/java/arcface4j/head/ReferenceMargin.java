package arcface4j.head;

import java.util.Arrays;

/**
 * The heads of cosines in plain loops over doubles, straight from the papers' formulas with real
 * angles: slow, obvious, and the judge of {@link MarginGraph}. The gradients are written by hand
 * through the angle: d cos(theta + m) / d cos(theta) = sin(theta + m) / sin(theta).
 */
final class ReferenceMargin {

  private final MarginHead head;
  private final double margin;
  private final double lambda;
  private final double[][] features; // [N, D]
  private final double[][] weight; // [C * K, D]
  private final int[] labels; // [N]
  private final int rows;
  private final int classes;

  ReferenceMargin(
      MarginHead head, long iteration, double[][] features, double[][] weight, int[] labels) {
    this.head = head;
    this.margin = head.marginAt(iteration);
    this.lambda = SphereFaceAnnealing.lambdaAt(iteration + 1);
    this.features = features;
    this.weight = weight;
    this.labels = labels;
    this.rows = features.length;
    this.classes = weight.length / head.centres().perClass();
  }

  double[][] features() {
    return features;
  }

  /** The nearest centre of each class, [N, C]; the first of equals. */
  int[][] centres() {
    int[][] nearest = new int[rows][classes];
    for (int n = 0; n < rows; n++) {
      for (int c = 0; c < classes; c++) {
        for (int k = 1; k < head.centres().perClass(); k++) {
          if (cosine(n, c, k) > cosine(n, c, nearest[n][c])) {
            nearest[n][c] = k;
          }
        }
      }
    }
    return nearest;
  }

  private double cosine(int n, int c, int k) {
    double[] centre = weight[c * head.centres().perClass() + k];
    return dot(features[n], centre) / (length(features[n]) * length(centre));
  }

  /** cos(theta), [N, C]. */
  double[][] cosines() {
    int[][] centres = centres();
    double[][] cosines = new double[rows][classes];
    for (int n = 0; n < rows; n++) {
      for (int c = 0; c < classes; c++) {
        cosines[n][c] = cosine(n, c, centres[n][c]);
      }
    }
    return cosines;
  }

  private double scale(int n) {
    return head.kind() == HeadKind.SPHEREFACE ? length(features[n]) : head.scale();
  }

  /** Logits with the margin on the label's class, [N, C]. */
  double[][] marginLogits() {
    double[][] logits = cosines();
    for (int n = 0; n < rows; n++) {
      logits[n][labels[n]] = target(Math.acos(logits[n][labels[n]]))[0];
      for (int c = 0; c < classes; c++) {
        logits[n][c] *= scale(n);
      }
    }
    return logits;
  }

  /** What replaces cos(theta) of the label's class, and its derivative by theta. */
  private double[] target(double theta) {
    double m = margin;
    double[] plain = {Math.cos(theta), -Math.sin(theta)};
    switch (head.kind()) {
      case ARCFACE:
        boolean inAngle = head.easyMargin() ? theta < Math.PI / 2 : theta < Math.PI - m;
        if (inAngle) {
          return new double[] {Math.cos(theta + m), -Math.sin(theta + m)};
        }
        plain[0] -= head.easyMargin() ? 0 : m * Math.sin(Math.PI - m);
        return plain;
      case COSFACE:
        plain[0] -= m;
        return plain;
      case SPHEREFACE:
        double sector = Math.floor(m * theta / Math.PI);
        double sign = sector % 2 == 0 ? 1 : -1;
        double psi = sign * Math.cos(m * theta) - 2 * sector;
        double slope = -sign * m * Math.sin(m * theta);
        return new double[] {
          (lambda * plain[0] + psi) / (1 + lambda), (lambda * plain[1] + slope) / (1 + lambda)
        };
      default:
        return plain;
    }
  }

  /** Cross entropy of each row, [N]. */
  double[] lossPerRow() {
    double[][] logits = marginLogits();
    double[] loss = new double[rows];
    for (int n = 0; n < rows; n++) {
      double largest = Arrays.stream(logits[n]).max().orElseThrow();
      double sum = Arrays.stream(logits[n]).map(logit -> Math.exp(logit - largest)).sum();
      loss[n] = largest + Math.log(sum);
      for (int c = 0; c < classes; c++) {
        loss[n] -= wanted(n, c) * logits[n][c];
      }
    }
    return loss;
  }

  /** The probability that the loss wants of a class. */
  private double wanted(int n, int c) {
    double spread = head.labelSmoothing() / classes;
    return spread + (c == labels[n] ? 1 - head.labelSmoothing() : 0);
  }

  /** The mean cross entropy, or the focal loss of it. */
  double loss() {
    double mean = Arrays.stream(lossPerRow()).average().orElseThrow();
    return Math.pow(1 - Math.exp(-mean), head.focalGamma()) * mean;
  }

  private double focalSlope() {
    double mean = Arrays.stream(lossPerRow()).average().orElseThrow();
    double gamma = head.focalGamma();
    double missed = 1 - Math.exp(-mean);
    return gamma == 0
        ? 1
        : Math.pow(missed, gamma) + mean * gamma * Math.pow(missed, gamma - 1) * Math.exp(-mean);
  }

  /** Gradient of the loss by the logits with margin, [N, C]. */
  double[][] logitGradient() {
    double[][] gradient = marginLogits();
    double slope = focalSlope() / rows;
    for (int n = 0; n < rows; n++) {
      double largest = Arrays.stream(gradient[n]).max().orElseThrow();
      double sum = Arrays.stream(gradient[n]).map(logit -> Math.exp(logit - largest)).sum();
      for (int c = 0; c < classes; c++) {
        double probability = Math.exp(gradient[n][c] - largest) / sum;
        gradient[n][c] = slope * (probability - wanted(n, c));
      }
    }
    return gradient;
  }

  /** Gradient of the loss by the features, [N, D]. */
  double[][] featureGradient() {
    double[][] gradient = new double[rows][features[0].length];
    forEachCosine(
        (n, centre, slope) -> addCosineSlope(gradient[n], slope, features[n], weight[centre]));
    if (head.kind() == HeadKind.SPHEREFACE) {
      addLengthSlope(gradient);
    }
    return gradient;
  }

  /** Gradient of the loss by the centres, [C * K, D]. */
  double[][] weightGradient() {
    double[][] gradient = new double[weight.length][weight[0].length];
    forEachCosine(
        (n, centre, slope) -> addCosineSlope(gradient[centre], slope, weight[centre], features[n]));
    return gradient;
  }

  private interface CosineSlope {
    void accept(int row, int centre, double slope);
  }

  private void forEachCosine(CosineSlope consumer) {
    double[][] logitGradient = logitGradient();
    double[][] cosines = cosines();
    int[][] centres = centres();
    for (int n = 0; n < rows; n++) {
      for (int c = 0; c < classes; c++) {
        double theta = Math.acos(cosines[n][c]);
        double chain = c == labels[n] ? target(theta)[1] / -Math.sin(theta) : 1;
        int centre = c * head.centres().perClass() + centres[n][c];
        consumer.accept(n, centre, logitGradient[n][c] * scale(n) * chain);
      }
    }
  }

  /** d cos / dx = (w / |w| - cos x / |x|) / |x|. */
  private static void addCosineSlope(double[] gradient, double slope, double[] x, double[] w) {
    double lengthX = length(x);
    double lengthW = length(w);
    double cosine = dot(x, w) / (lengthX * lengthW);
    for (int d = 0; d < x.length; d++) {
      gradient[d] += slope * (w[d] / lengthW - cosine * x[d] / lengthX) / lengthX;
    }
  }

  private void addLengthSlope(double[][] gradient) {
    double[][] logitGradient = logitGradient();
    double[][] logits = marginLogits();
    for (int n = 0; n < rows; n++) {
      double length = length(features[n]);
      double slope = dot(logitGradient[n], logits[n]) / length;
      for (int d = 0; d < features[n].length; d++) {
        gradient[n][d] += slope * features[n][d] / length;
      }
    }
  }

  static double length(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int d = 0; d < a.length; d++) {
      sum += a[d] * b[d];
    }
    return sum;
  }

  static double[][] rows(double[] flat, int columns) {
    double[][] rows = new double[flat.length / columns][];
    for (int n = 0; n < rows.length; n++) {
      rows[n] = Arrays.copyOfRange(flat, n * columns, (n + 1) * columns);
    }
    return rows;
  }

  static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }
}
