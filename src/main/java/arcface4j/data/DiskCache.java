package arcface4j.data;

import arcface4j.image.ImageDecoder;
import arcface4j.image.Preprocessing;
import arcface4j.io.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * Decoded images on the disk, for the next epoch and the next run. It is a help and no more:
 * whatever fails is told in one warning, and the images are decoded as if there were no cache.
 *
 * <p>One process at a time has a cache. What a killed one wrote in its last second may be lost;
 * what is there is whole. At its largest size it keeps what it has: an epoch asks for every image
 * once, so that what makes room for the newest is asked for again before it.
 */
public final class DiskCache implements AutoCloseable {

  static final String STORE = "images.mv";

  private static final int WRITTEN_AT_ONCE_KIB = 1 << 14;
  private static final int READ_AGAIN_MIB = 16;
  private static final String FILES = "files "; // begins the name of a map
  private static final String DECODER = " decoder " + ImageDecoder.VERSION; // ends it

  private final CacheHealth health;
  private final AtomicBoolean full = new AtomicBoolean();
  private final MVStore store;
  private final MVMap<Long, byte[]> planes; // by place, so that new ones come last
  private final AtomicLong nextPlace;
  private final long limitBytes;

  private DiskCache(MVStore store, Path folder, OptionalLong limitBytes, CacheHealth health)
      throws IOException {
    this.health = health;
    this.store = store;
    this.planes =
        store.openMap(
            "planes",
            new MVMap.Builder<Long, byte[]>()
                .keyType(LongDataType.INSTANCE)
                .valueType(ByteArrayDataType.INSTANCE));
    this.nextPlace = new AtomicLong(planes.isEmpty() ? 0 : planes.lastKey() + 1);
    this.limitBytes = limitBytes.isPresent() ? limitBytes.getAsLong() : usualLimit(store, folder);
    dropOtherDecoders();
  }

  private static long usualLimit(MVStore store, Path folder) throws IOException {
    return store.getFileStore().size() + Files.getFileStore(folder).getUsableSpace() / 2;
  }

  /**
   * Opens a cache, or makes one.
   *
   * @param folder a new or empty one, or that of a cache
   * @param limitBytes the largest size; without it half of what the disk has free now
   * @param warnings hears, at most once each, that the cache cannot be used or is full
   * @return empty if it cannot be used, as while another process has it
   * @throws DataException if the folder holds files of somebody else
   */
  public static Optional<DiskCache> open(
      Path folder, OptionalLong limitBytes, Consumer<String> warnings) throws DataException {
    CacheHealth health = new CacheHealth(folder, warnings);
    try {
      CacheFolder.claim(folder);
      return Optional.of(open(folder, limitBytes, health));
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException | AssertionError e) {
      health.giveUp(e);
      return Optional.empty();
    }
  }

  private static DiskCache open(Path folder, OptionalLong limitBytes, CacheHealth health)
      throws IOException {
    MVStore store =
        new MVStore.Builder()
            .fileName(folder.resolve(STORE).toAbsolutePath().toString())
            .autoCommitBufferSize(WRITTEN_AT_ONCE_KIB)
            .cacheSize(READ_AGAIN_MIB)
            .backgroundExceptionHandler((thread, failure) -> health.giveUp(failure))
            .open();
    try {
      return new DiskCache(store, folder, limitBytes, health);
    } catch (IOException | RuntimeException | AssertionError e) {
      store.closeImmediately();
      throw e;
    }
  }

  /** The images of one preprocessing; with another one, the same file is another image. */
  Optional<DiskImages> images(Preprocessing preprocessing) {
    return health.attempt(
        () -> Optional.of(new DiskImages(this, filesOf(FILES + preprocessing + DECODER))));
  }

  private MVMap<String, byte[]> filesOf(String name) {
    return store.openMap(
        name,
        new MVMap.Builder<String, byte[]>()
            .keyType(StringDataType.INSTANCE)
            .valueType(ByteArrayDataType.INSTANCE));
  }

  /** Nobody would ask for them again. */
  private void dropOtherDecoders() {
    for (String name : store.isReadOnly() ? Set.<String>of() : store.getMapNames()) {
      if (name.startsWith(FILES) && !name.endsWith(DECODER)) {
        MVMap<String, byte[]> files = filesOf(name);
        files.values().forEach(stored -> planes.remove(CachedFile.of(stored).place()));
        store.removeMap(files);
      }
    }
  }

  CacheHealth health() {
    return health;
  }

  /** The planes of a place, or null. */
  byte[] planes(long place) {
    return planes.get(place);
  }

  /** Keeps planes and tells where; empty if there is no room. */
  OptionalLong add(byte[] image) {
    if (store.isReadOnly() || isFullFor(image.length)) {
      return OptionalLong.empty();
    }
    long place = nextPlace.getAndIncrement();
    planes.put(place, image);
    return OptionalLong.of(place);
  }

  private boolean isFullFor(int bytes) {
    long used = store.getFileStore().size() + store.getUnsavedMemory();
    boolean hasRoom = used + bytes <= limitBytes;
    if (!hasRoom && !full.getAndSet(true)) {
      health.warn(
          ("it has its largest size, %,d MiB, and takes no more images; --cache-size gives it room,"
                  + " and it starts anew once its folder is deleted")
              .formatted(limitBytes >> 20));
    }
    return !hasRoom;
  }

  void remove(long place) {
    planes.remove(place);
  }

  boolean isReadOnly() {
    return store.isReadOnly();
  }

  /** Writes what is not yet written; who reads meanwhile decodes. */
  @Override
  public void close() {
    health.attempt(
        () -> {
          store.commit();
          return Optional.empty();
        });
    health.end();
    try {
      if (!health.hasFailed()) {
        store.close();
      }
    } catch (RuntimeException | AssertionError e) {
      // All is written; what comes after that is tidying.
    } finally {
      store.closeImmediately();
    }
  }
}
