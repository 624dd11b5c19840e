package arcface4j.data;

import java.util.concurrent.atomic.AtomicLong;

/** Room for decoded images, which several sources may share. */
public final class ImageCache {

  /** The rest of the heap is for decoding, batches, the names of files and the program itself. */
  private static final double SHARE_OF_HEAP = 0.4;

  private final AtomicLong room; // bytes

  private ImageCache(long bytes) {
    this.room = new AtomicLong(bytes);
  }

  /** As much memory as is there for images that are seen again and again. */
  public static ImageCache ofHeap() {
    return of((long) (SHARE_OF_HEAP * Runtime.getRuntime().maxMemory()));
  }

  /** For images that are seen once. */
  public static ImageCache none() {
    return of(0);
  }

  /** So many bytes. */
  public static ImageCache of(long bytes) {
    return new ImageCache(bytes);
  }

  /** A source that asks another one only for what is not kept here. */
  ImageSource before(ImageSource source) {
    return room.get() < source.shape().values() ? source : new CachedImages(source, this);
  }

  /** Whether there was room for so many bytes, which are taken now. */
  boolean take(long bytes) {
    return room.getAndUpdate(left -> left >= bytes ? left - bytes : left) >= bytes;
  }
}
