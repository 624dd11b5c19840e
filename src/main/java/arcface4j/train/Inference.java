package arcface4j.train;

import arcface4j.data.Batch;
import arcface4j.data.BatchStream;
import arcface4j.data.EpochBatches;
import arcface4j.data.ImageSet;
import arcface4j.data.Normalization;
import arcface4j.model.EmbeddingNetwork;
import java.util.function.IntConsumer;

/**
 * Runs a network over a set of images, without labels and without margin.
 *
 * @param network what runs
 * @param normalization as in training
 * @param batchSize images at a time
 * @param withMirrored as {@link EmbeddingNetwork#embed(float[], int, boolean)}
 */
public record Inference(
    EmbeddingNetwork network, Normalization normalization, int batchSize, boolean withMirrored) {

  /**
   * Embeds every image of a set, reading ahead while it computes.
   *
   * @param progress hears the number of images done
   * @throws IllegalArgumentException if the features would not fit into one Java array
   */
  public EmbeddedImages embed(ImageSet images, IntConsumer progress) {
    int width = network.spec().embeddingWidth();
    if ((long) images.size() * width > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%d embeddings of width %d do not fit into one array".formatted(images.size(), width));
    }
    float[] features = new float[images.size() * width];
    int[] predictions = new int[images.size()];
    int done = 0;
    try (BatchStream<Batch> batches =
        EpochBatches.inOrder(images, batchSize, normalization).open(0, 0)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        float[] embedded = network.embed(batch.images(), batch.size(), withMirrored);
        int[] predicted = network.logits(embedded).predictions();
        System.arraycopy(embedded, 0, features, done * width, embedded.length);
        System.arraycopy(predicted, 0, predictions, done, predicted.length);
        done += batch.size();
        progress.accept(done);
      }
    }
    return new EmbeddedImages(features, width, images.labels(), predictions);
  }
}
