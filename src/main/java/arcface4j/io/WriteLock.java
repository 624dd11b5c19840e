package arcface4j.io;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps all others from writing what one writes, or reads to write it again: another thread of this
 * JVM, another process, a container that shares the folder.
 *
 * <p>The file itself cannot be locked, since each writing replaces it; so a hidden, empty one
 * beside it is, which its holder removes at the end. A killed process leaves it; it keeps nobody
 * out by being there, since the lock is the system's and goes with its process. {@link LockedFile}
 * says why two never hold it.
 */
public final class WriteLock implements AutoCloseable {

  private static final int MOST_ATTEMPTS = 1000;

  private final LockedFile file;

  private WriteLock(LockedFile file) {
    this.file = file;
  }

  /**
   * Takes the lock.
   *
   * @param written the file, there or not
   * @throws IOException if another has the lock, or no file can be made beside that one
   */
  public static WriteLock on(Path written) throws IOException {
    Path target = AtomicFile.behindLinks(written);
    Path file = FileName.beside(target, ".", ".lock");
    return new WriteLock(
        taken(file)
            .orElseThrow(
                () ->
                    new IOException(
                        "another process writes to %s; wait until it ends, or write elsewhere"
                            .formatted(written))));
  }

  private static Optional<LockedFile> taken(Path file) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        LockedFile.make(file);
        return LockedFile.open(file);
      } catch (NoSuchFileException e) {
        if (attempt == MOST_ATTEMPTS) { // such as for a link that leads nowhere
          throw e;
        }
        // Who had it before has removed it meanwhile.
      }
    }
  }

  /** Removes the lock's file while nobody else can have it, then lets go. */
  @Override
  public void close() {
    try {
      file.remove();
    } catch (IOException e) {
      // As after a killed process.
    }
  }
}
