package arcface4j.report;

import arcface4j.eval.CentreAngles;
import arcface4j.eval.ClassificationReport;
import arcface4j.eval.EmbeddingSet;
import arcface4j.eval.Evaluation;
import arcface4j.eval.EvaluationOptions;
import arcface4j.eval.Protocol;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Findings over random clusters, with names that would break a page that does not escape. */
final class SampleFindings {

  static final List<String> NAMES =
      List.of(
          "</script><script>window.broken = 1</script>",
          "\"quoted\" & 'single' <b>",
          "{{title}} {b} \\u003c",
          "chat à l'état naïf, 猫");
  private static final int WIDTH = 6;

  private SampleFindings() {}

  static Findings of(int size) {
    Random random = new Random(3);
    int[] labels = new int[size];
    int[] predictions = new int[size];
    float[] rows = new float[size * WIDTH];
    for (int row = 0; row < size; row++) {
      labels[row] = row % NAMES.size();
      predictions[row] = random.nextInt(4) == 0 ? random.nextInt(NAMES.size()) : labels[row];
      for (int d = 0; d < WIDTH; d++) {
        rows[row * WIDTH + d] = (float) (random.nextGaussian() + (d == labels[row] ? 2 : 0));
      }
    }
    float[] centres = new float[NAMES.size() * WIDTH];
    for (int c = 0; c < NAMES.size(); c++) {
      centres[c * WIDTH + c] = 1;
    }
    EmbeddingSet images = EmbeddingSet.of(rows, WIDTH, labels);
    return new Findings(
        "run <1> & \"2\"",
        List.of("a remark with <i>"),
        NAMES,
        predictions,
        ClassificationReport.of(labels, predictions),
        Evaluation.of(new Protocol.Closed(images), EvaluationOptions.defaults()),
        CentreAngles.of(images, centres, NAMES.size()),
        Optional.of(curves()),
        List.of(new ConditionGroup("run", new ArrayList<>(List.of(Map.entry("<seed>", "&1"))))),
        new Coloured(labels),
        new Coloured(labels));
  }

  /** The same with these predictions; the truth is class by class in turn. */
  static Findings predicted(int... predictions) {
    Findings other = of(predictions.length);
    int[] labels = IntStream.range(0, predictions.length).map(other::truth).toArray();
    return new Findings(
        other.title(),
        other.remarks(),
        other.classes(),
        predictions,
        ClassificationReport.of(labels, predictions),
        other.evaluation(),
        other.angles(),
        other.curves(),
        other.conditions(),
        other.queries(),
        other.references());
  }

  private static LearningCurves curves() {
    return new LearningCurves(
        List.of("epoch", "train_loss", "train_accuracy", "validation_accuracy", "test_accuracy"),
        List.of(
            new double[] {1, 4.5, 0.25, Double.NaN, 0.3},
            new double[] {2, 3.25, 0.5, Double.NaN, 0.45}));
  }

  /** A picture of one colour for each class. */
  private record Coloured(int[] labels) implements PictureSource {
    @Override
    public BufferedImage picture(int row) {
      BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
      int colour = Color.HSBtoRGB(labels[row] / 4f, 1, 1);
      for (int place = 0; place < 256; place++) {
        image.setRGB(place % 16, place / 16, colour);
      }
      return image;
    }

    @Override
    public String name(int row) {
      return "file<" + row + ">.png";
    }
  }
}
