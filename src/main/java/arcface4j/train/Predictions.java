package arcface4j.train;

import arcface4j.model.EmbeddingNetwork;
import java.util.Arrays;

/** The classes that a head finds likeliest. */
public final class Predictions {

  private Predictions() {}

  /**
   * Margin-free predictions.
   *
   * @param batchSize images at a time, so that logits [N, K] are never there as a whole
   * @return [N] labels
   */
  public static int[] of(EmbeddingNetwork network, EmbeddedImages images, int batchSize) {
    int count = images.labels().length;
    int[] predictions = new int[count];
    for (int from = 0; from < count; from += batchSize) {
      int to = Math.min(count, from + batchSize);
      float[] features =
          Arrays.copyOfRange(images.features(), from * images.width(), to * images.width());
      int[] batch = network.logits(features).predictions();
      System.arraycopy(batch, 0, predictions, from, batch.length);
    }
    return predictions;
  }
}
