package arcface4j.data;

import arcface4j.io.DataException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keeps the planes of images that were read, as many as a cache has room for. What came first
 * stays: an epoch asks for every image once in another order, so that whatever makes room for the
 * newest is asked for again before it.
 */
final class CachedImages implements ImageSource {

  /** Header and length of a Java array. */
  private static final int ARRAY_BYTES = 16;

  private final ImageSource source;
  private final AtomicReferenceArray<byte[]> kept; // [N] planes [C, H, W], or null
  private final ImageCache cache;

  CachedImages(ImageSource source, ImageCache cache) {
    this.source = source;
    this.kept = new AtomicReferenceArray<>(source.size());
    this.cache = cache;
  }

  @Override
  public int size() {
    return source.size();
  }

  @Override
  public ImageShape shape() {
    return source.shape();
  }

  @Override
  public String name(int row) {
    return source.name(row);
  }

  @Override
  public void read(int row, byte[] into, int offset) throws DataException {
    byte[] planes = kept.get(row);
    int values = source.shape().values();
    if (planes != null) {
      System.arraycopy(planes, 0, into, offset, values);
      return;
    }
    source.read(row, into, offset);
    if (cache.take(values + ARRAY_BYTES)) {
      byte[] copy = new byte[values];
      System.arraycopy(into, offset, copy, 0, values);
      kept.set(row, copy);
    }
  }

  @Override
  public int workers() {
    return source.workers();
  }

  @Override
  public Optional<ImageFile> file(int row) {
    return source.file(row);
  }
}
