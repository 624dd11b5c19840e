package arcface4j.app;

import arcface4j.eval.ClassificationReport;
import arcface4j.eval.CrossEntropy;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.model.Logits;
import arcface4j.train.EmbeddedImages;
import arcface4j.train.EpochScores;
import java.util.Arrays;

/**
 * Tests as the original program does: the margin is on the logit of each image's label, so that an
 * image is right only if it is so by the margin.
 */
public final class OriginalScoring {

  private OriginalScoring() {}

  /** Scores features that are there already, in batches, over which the loss is averaged. */
  public static EpochScores.Original of(
      EmbeddingNetwork network, EmbeddedImages images, int batchSize) {
    int count = images.labels().length;
    int[] predictions = new int[count];
    double lossSum = 0;
    for (int from = 0; from < count; from += batchSize) {
      int to = Math.min(count, from + batchSize);
      int[] labels = Arrays.copyOfRange(images.labels(), from, to);
      float[] features =
          Arrays.copyOfRange(images.features(), from * images.width(), to * images.width());
      Logits logits = network.marginLogits(features, labels);
      lossSum += CrossEntropy.mean(logits.values(), labels);
      int[] batch = logits.predictions();
      System.arraycopy(batch, 0, predictions, from, to - from);
    }
    return new EpochScores.Original(
        ClassificationReport.of(images.labels(), predictions).originalAccuracy().value(),
        lossSum / count);
  }
}
