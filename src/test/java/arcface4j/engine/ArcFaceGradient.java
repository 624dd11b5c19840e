package arcface4j.engine;

import arcface4j.testing.GoldenCase;

/** The gradient of ArcFace's mean cross-entropy in a golden case's features, in double. */
final class ArcFaceGradient {

  private final int classes;
  private final int features;
  private final double[] x;
  private final double[] w;
  private final int[] labels;
  private final double scale;
  private final double margin;
  private final boolean easy;

  private ArcFaceGradient(GoldenCase golden) {
    classes = golden.parameter("classes").asInt();
    features = golden.parameter("n_feats").asInt();
    scale = golden.parameter("s").asDouble();
    margin = golden.parameter("m").asDouble();
    easy = golden.parameter("easy").asInt() != 0;
    labels = golden.array("labels").ints();
    x = unitRows(golden.array("features").doubles());
    w = unitRows(golden.array("params/metric.weight").doubles());
  }

  /** [N, D], row by row. */
  static double[] inFeatures(GoldenCase golden) {
    ArcFaceGradient head = new ArcFaceGradient(golden);
    double[] raw = golden.array("features").doubles();
    double[] gradient = new double[raw.length];
    for (int n = 0; n < head.labels.length; n++) {
      head.addRow(n, head.norm(raw, n), gradient);
    }
    return gradient;
  }

  private double[] unitRows(double[] rows) {
    double[] unit = rows.clone();
    for (int row = 0; row < rows.length / features; row++) {
      double norm = norm(rows, row);
      for (int d = 0; d < features; d++) {
        unit[row * features + d] /= norm;
      }
    }
    return unit;
  }

  private double norm(double[] rows, int row) {
    double square = 0;
    for (int d = 0; d < features; d++) {
      square += rows[row * features + d] * rows[row * features + d];
    }
    return Math.sqrt(square);
  }

  // With c = <x, w> for unit x: dL/dfeature = (sum_k dL/dc_k (w_k - c_k x)) / |feature|.
  private void addRow(int n, double norm, double[] gradient) {
    double[] cosine = new double[classes];
    double[] logits = new double[classes];
    double total = 0;
    double targetSlope = 1;
    for (int k = 0; k < classes; k++) {
      for (int d = 0; d < features; d++) {
        cosine[k] += x[n * features + d] * w[k * features + d];
      }
      logits[k] = scale * cosine[k];
      if (k == labels[n]) {
        logits[k] = scale * target(cosine[k]);
        targetSlope = targetSlope(cosine[k]);
      }
      total += Math.exp(logits[k]);
    }
    for (int k = 0; k < classes; k++) {
      boolean target = k == labels[n];
      double slope = (Math.exp(logits[k]) / total - (target ? 1 : 0)) / labels.length;
      slope *= scale * (target ? targetSlope : 1);
      for (int d = 0; d < features; d++) {
        gradient[n * features + d] +=
            slope * (w[k * features + d] - cosine[k] * x[n * features + d]) / norm;
      }
    }
  }

  private boolean hasMargin(double cosine) {
    return cosine > (easy ? 0 : Math.cos(Math.PI - margin));
  }

  private double target(double cosine) {
    if (hasMargin(cosine)) {
      return Math.cos(Math.acos(cosine) + margin);
    }
    return easy ? cosine : cosine - margin * Math.sin(Math.PI - margin);
  }

  private double targetSlope(double cosine) {
    return hasMargin(cosine)
        ? Math.sin(Math.acos(cosine) + margin) / Math.sqrt(1 - cosine * cosine)
        : 1;
  }
}
