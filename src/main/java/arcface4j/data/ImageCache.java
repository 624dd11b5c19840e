package arcface4j.data;

import arcface4j.image.Preprocessing;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Room for decoded images, in memory and on request on the disk, which several sources share. */
public final class ImageCache implements AutoCloseable {

  /** The rest of the heap is for decoding, batches, the names of files and the program itself. */
  private static final double SHARE_OF_HEAP = 0.4;

  private final AtomicLong room; // bytes
  private final Optional<DiskCache> disk;

  private ImageCache(AtomicLong room, Optional<DiskCache> disk) {
    this.room = room;
    this.disk = disk;
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
    return new ImageCache(new AtomicLong(bytes), Optional.empty());
  }

  /** The same room in memory, and a disk that is asked for what memory does not have. */
  public ImageCache over(DiskCache other) {
    return new ImageCache(room, Optional.of(other));
  }

  /** Files that are decoded where neither memory nor the disk has their planes. */
  ImageSource of(List<ImageFile> files, Preprocessing preprocessing) {
    DecodedFiles decoded = new DecodedFiles(files, preprocessing);
    Optional<DiskImages> onDisk = disk.flatMap(cache -> cache.images(preprocessing));
    ImageSource source = onDisk.isPresent() ? new DiskCachedFiles(decoded, onDisk.get()) : decoded;
    return room.get() < source.shape().values() ? source : new CachedImages(source, this);
  }

  /** Whether there was room for so many bytes, which are taken now. */
  boolean take(long bytes) {
    return room.getAndUpdate(left -> left >= bytes ? left - bytes : left) >= bytes;
  }

  /** Closes the disk's part. */
  @Override
  public void close() {
    disk.ifPresent(DiskCache::close);
  }
}
