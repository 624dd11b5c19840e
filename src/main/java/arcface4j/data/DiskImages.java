package arcface4j.data;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.h2.mvstore.MVMap;

/** The images of a {@link DiskCache} that one preprocessing made. */
final class DiskImages {

  private final DiskCache cache;
  private final MVMap<String, byte[]> files; // by name: a CachedFile

  DiskImages(DiskCache cache, MVMap<String, byte[]> files) {
    this.cache = cache;
    this.files = files;
  }

  /** What is known of a file. */
  Optional<CachedFile> find(String name) {
    return cache.health().attempt(() -> Optional.ofNullable(files.get(name)).map(CachedFile::of));
  }

  /**
   * Copies planes to {@code into}, from {@code offset} on.
   *
   * @return whether they are there
   */
  boolean read(String name, CachedFile file, byte[] into, int offset) {
    return cache
        .health()
        .attempt(() -> planes(name, file))
        .map(planes -> copy(planes, into, offset))
        .isPresent();
  }

  private Optional<byte[]> planes(String name, CachedFile file) {
    byte[] planes = cache.planes(file.place());
    if (planes != null && checksum(name, planes) != file.checksum()) {
      throw new IllegalStateException("the pixels of " + name + " are not those that were written");
    }
    return Optional.ofNullable(planes);
  }

  private static byte[] copy(byte[] planes, byte[] into, int offset) {
    System.arraycopy(planes, 0, into, offset, planes.length);
    return planes;
  }

  /** Keeps the planes of a file instead of what was kept of it. */
  void put(String name, FileState state, byte[] hash, byte[] planes) {
    cache
        .health()
        .attempt(
            () -> {
              OptionalLong place = cache.add(planes);
              if (place.isPresent()) {
                CachedFile file =
                    new CachedFile(state, hash, place.getAsLong(), checksum(name, planes));
                byte[] before = files.put(name, file.stored());
                if (before != null) {
                  cache.remove(CachedFile.of(before).place());
                }
              }
              return Optional.empty();
            });
  }

  /** Notes that a file has another time and the same content. */
  void touch(String name, CachedFile file, FileState state) {
    cache
        .health()
        .attempt(
            () -> {
              if (!cache.isReadOnly()) {
                files.replace(name, file.at(state).stored());
              }
              return Optional.empty();
            });
  }

  /**
   * Of another preprocessing's map it differs too, since names and planes are found by their map.
   */
  private int checksum(String name, byte[] planes) {
    CRC32C sum = new CRC32C();
    sum.update(files.getName().getBytes(StandardCharsets.UTF_8));
    sum.update(name.getBytes(StandardCharsets.UTF_8));
    sum.update(planes);
    return (int) sum.getValue();
  }
}
