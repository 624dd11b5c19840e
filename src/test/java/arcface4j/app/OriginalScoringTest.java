package arcface4j.app;

import static arcface4j.app.UntrainedNetwork.CLASSES;
import static arcface4j.app.UntrainedNetwork.FEATURES;
import static org.junit.jupiter.api.Assertions.assertEquals;

import arcface4j.model.EmbeddingNetwork;
import arcface4j.train.EmbeddedImages;
import arcface4j.train.EpochScores;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Ten images in batches of 4, 4 and 2, half of which are right without the margin; from the logits
 * on, everything is computed again.
 */
class OriginalScoringTest {

  private static final int IMAGES = 10;

  private static int[] labels;
  private static float[] logits; // [N, K] with the margin
  private static EpochScores.Original original;

  @BeforeAll
  static void score() {
    try (EmbeddingNetwork network = UntrainedNetwork.make()) {
      float[] features = features();
      int[] predictions = network.logits(features).predictions();
      labels = IntStream.range(0, IMAGES).map(i -> (predictions[i] + i % 2) % CLASSES).toArray();
      logits = network.marginLogits(features, labels).values();
      EmbeddedImages images =
          new EmbeddedImages(features, FEATURES, IntStream.range(0, IMAGES).toArray(), labels);
      original = OriginalScoring.of(network, images, 4);
    }
  }

  private static float[] features() {
    Random random = new Random(3);
    float[] features = new float[IMAGES * FEATURES];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextGaussian();
    }
    return features;
  }

  @Test
  void theLossIsTheSumOfTheBatchesMeansOverTheNumberOfImages() {
    assertEquals((meanLoss(0, 4) + meanLoss(4, 8) + meanLoss(8, 10)) / 10, original.loss(), 1e-5);
  }

  private static double meanLoss(int from, int to) {
    return IntStream.range(from, to).mapToDouble(row -> loss(row)).average().orElseThrow();
  }

  private static double loss(int row) {
    double sum = 0;
    for (int k = 0; k < CLASSES; k++) {
      sum += Math.exp(logits[row * CLASSES + k]);
    }
    return -Math.log(Math.exp(logits[row * CLASSES + labels[row]]) / sum);
  }

  @Test
  void theAccuracyIsTheF1OfEachClassWeightedByHowOftenItWasPredicted() {
    int[] predicted = IntStream.range(0, IMAGES).map(row -> largest(row)).toArray();
    double sum = 0;
    for (int k = 0; k < CLASSES; k++) {
      int wanted = k;
      long hits =
          IntStream.range(0, IMAGES)
              .filter(i -> labels[i] == wanted && predicted[i] == wanted)
              .count();
      long members = Arrays.stream(labels).filter(label -> label == wanted).count();
      long taken = Arrays.stream(predicted).filter(label -> label == wanted).count();
      sum += members + taken == 0 ? 0 : taken * (2.0 * hits / (members + taken));
    }
    assertEquals(sum / IMAGES, original.accuracy(), 1e-12);
  }

  private static int largest(int row) {
    int best = 0;
    for (int k = 1; k < CLASSES; k++) {
      best = logits[row * CLASSES + k] > logits[row * CLASSES + best] ? k : best;
    }
    return best;
  }
}
