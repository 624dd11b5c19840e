package arcface4j.train;

import arcface4j.data.BatchStream;
import arcface4j.data.BrokenImages;
import arcface4j.data.ImageSet;
import arcface4j.data.Normalization;
import arcface4j.data.PlaneBatch;
import arcface4j.data.PlaneBatches;
import arcface4j.io.DataException;
import arcface4j.model.EmbeddingNetwork;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The one way from images to features where nothing is learned: reads ahead, normalises, embeds
 * batch by batch.
 *
 * @param network what embeds
 * @param normalization as in training
 * @param batchSize images at a time
 * @param withMirrored whether features are the mean over each image and its mirror image
 * @param broken what becomes of an image that cannot be read
 */
public record Inference(
    Embedder network,
    Normalization normalization,
    int batchSize,
    boolean withMirrored,
    BrokenImages broken) {

  /** With a network of which nothing else makes use meanwhile. */
  public Inference(
      EmbeddingNetwork network,
      Normalization normalization,
      int batchSize,
      boolean withMirrored,
      BrokenImages broken) {
    this(new OwnNetwork(network), normalization, batchSize, withMirrored, broken);
  }

  private record OwnNetwork(EmbeddingNetwork network) implements Embedder {
    @Override
    public int width() {
      return network.spec().embeddingWidth();
    }

    @Override
    public float[] embed(float[] images, int size, int height, boolean withMirrored) {
      return network.embed(images, size, height, withMirrored);
    }
  }

  /** Turns a batch into features. */
  public interface Embedder {

    /** D. */
    int width();

    /**
     * Embeds.
     *
     * @param images [N, C, H, W], normalised
     * @param size N
     * @param height H
     * @param withMirrored whether features are the mean over each image and its mirror image
     * @return [N, D], not scaled to unit length
     */
    float[] embed(float[] images, int size, int height, boolean withMirrored);
  }

  /** Takes the features of one batch after the other. */
  public interface Sink {

    /**
     * Takes a batch.
     *
     * @param indices [N] places in the set
     * @param features [N, D], not scaled to unit length
     * @throws IOException if the work is to end
     */
    void add(int[] indices, float[] features) throws IOException;
  }

  /**
   * Embeds every image of a set that can be read, in its order.
   *
   * @param progress hears the number of images done, broken ones included
   * @return how many were embedded
   * @throws DataException if an image is broken and may not be left out, or all are
   * @throws IOException from the sink
   */
  public int run(ImageSet images, Sink sink, IntConsumer progress) throws IOException {
    int embedded = 0;
    int done = 0;
    try (BatchStream<PlaneBatch> batches = PlaneBatches.open(images, batchSize)) {
      while (batches.hasNext()) {
        PlaneBatch batch = batches.next();
        for (DataException image : batch.broken()) {
          broken.found(image);
        }
        if (batch.size() > 0) {
          int[] indices = batch.indices().stream().mapToInt(index -> index).toArray();
          sink.add(
              indices,
              network.embed(
                  batch.normalised(normalization), batch.size(), images.height(), withMirrored));
        }
        embedded += batch.size();
        done += batch.size() + batch.broken().size();
        progress.accept(done);
      }
    }
    if (embedded == 0) {
      throw new DataException("no image is left, all %d are broken".formatted(images.size()));
    }
    return embedded;
  }

  /**
   * The features of every image of a set.
   *
   * @param progress hears the number of images done
   * @throws DataException as {@link #run}
   * @throws IllegalArgumentException if the features would not fit into one Java array
   */
  public EmbeddedImages embed(ImageSet images, IntConsumer progress) throws IOException {
    int width = network.width();
    if ((long) images.size() * width > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%d embeddings of width %d do not fit into one array".formatted(images.size(), width));
    }
    float[] features = new float[images.size() * width];
    int[] indices = new int[images.size()];
    int[] done = new int[1];
    run(
        images,
        (places, rows) -> {
          System.arraycopy(rows, 0, features, done[0] * width, rows.length);
          System.arraycopy(places, 0, indices, done[0], places.length);
          done[0] += places.length;
        },
        progress);
    int[] embedded = Arrays.copyOf(indices, done[0]);
    return new EmbeddedImages(
        done[0] == images.size() ? features : Arrays.copyOf(features, done[0] * width),
        width,
        embedded,
        Arrays.stream(embedded).map(images::label).toArray());
  }
}
