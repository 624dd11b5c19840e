package arcface4j.data;

import arcface4j.image.ImageDecoder;
import arcface4j.io.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Images in order with their paths and labels, decoded while the caller works on earlier ones. */
public final class NamedImages {

  private static final int THREADS = 2;

  private final int count;
  private final int values; // C S S
  private final IntFunction<Named> image;

  private NamedImages(int count, int values, IntFunction<Named> image) {
    this.count = count;
    this.values = values;
    this.image = image;
  }

  /** One image; {@code planes} is null and {@code broken} is set if it cannot be decoded. */
  private record Named(String path, String label, byte[] planes, String broken) {}

  /**
   * Files, which are opened one batch after the other.
   *
   * @param size S
   */
  public static NamedImages files(List<ImageFiles.Found> files, int size) {
    int values = new ImageShape(ImageDecoder.CHANNELS, size, size).values();
    return new NamedImages(files.size(), values, i -> decode(files.get(i), size));
  }

  private static Named decode(ImageFiles.Found file, int size) {
    String path = ImageFiles.name(file.path());
    try {
      return new Named(path, file.label(), ImageDecoder.decode(file.path(), size), null);
    } catch (DataException e) {
      return new Named(path, file.label(), null, e.getMessage());
    }
  }

  /** The images of a data set. */
  public static NamedImages set(ImageSet images) {
    return new NamedImages(
        images.size(),
        images.shape().values(),
        i -> {
          byte[] planes = new byte[images.shape().values()];
          images.pixels(i, planes, 0);
          String label = images.labelMap().names().get(images.label(i));
          return new Named(images.name(i), label, planes, null);
        });
  }

  /** Images, broken ones included. */
  public int count() {
    return count;
  }

  /**
   * Starts to decode; a batch is as large as asked for but for the last and for broken images.
   *
   * @throws IllegalArgumentException if the network could not take such a batch as one Java array
   */
  public BatchStream<NamedBatch> open(int batchSize) {
    int size = Math.min(batchSize, Math.max(1, count));
    Batch.length(size, values); // too large a batch is refused before the first picture is read
    int batches = count / size + (count % size == 0 ? 0 : 1);
    return new BatchStream<>(0, batches, THREADS, number -> batch(number * size, size));
  }

  private NamedBatch batch(int from, int size) {
    NamedBatch batch =
        new NamedBatch(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int i = from; i < Math.min(count, from + size); i++) {
      Named named = image.apply(i);
      if (named.planes() == null) {
        batch.broken().add(named.broken());
      } else {
        batch.paths().add(named.path());
        batch.labels().add(named.label());
        batch.planes().add(named.planes());
      }
    }
    return batch;
  }
}
