package arcface4j.data;

import arcface4j.io.DataException;
import java.util.ArrayList;

/** All images of a set in its order, read while the caller works on earlier ones. */
public final class PlaneBatches {

  private PlaneBatches() {}

  /**
   * Starts to read; a batch is as large as asked for but for the last and for broken images.
   *
   * @throws IllegalArgumentException if a network could not take such a batch as one Java array
   */
  public static BatchStream<PlaneBatch> open(ImageSet images, int batchSize) {
    int size = Math.min(batchSize, Math.max(1, images.size()));
    Batch.length(size, images.shape().values()); // refused before the first image is read
    int batches = images.size() / size + (images.size() % size == 0 ? 0 : 1);
    return new BatchStream<>(
        0, batches, images.workers(), number -> read(images, number * size, size));
  }

  private static PlaneBatch read(ImageSet images, int from, int size) {
    PlaneBatch batch = new PlaneBatch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = from; i < Math.min(images.size(), from + size); i++) {
      byte[] planes = new byte[images.shape().values()];
      try {
        images.pixels(i, planes, 0);
        batch.indices().add(i);
        batch.planes().add(planes);
      } catch (DataException e) {
        batch.broken().add(e);
      }
    }
    return batch;
  }
}
