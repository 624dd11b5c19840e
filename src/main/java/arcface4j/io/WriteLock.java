package arcface4j.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second process from writing what this one writes, or reads to write it again. The file
 * itself cannot be locked, since each writing replaces it; so a hidden one beside it is, which goes
 * with the lock. A killed process leaves that one behind, empty; it keeps nobody out, since the
 * lock is the system's.
 */
public final class WriteLock implements AutoCloseable {

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock; // kept from being collected; null where the system has none

  private WriteLock(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock.
   *
   * @param written the file, there or not
   * @throws IOException if another has the lock, or no file can be made beside that one
   */
  public static WriteLock on(Path written) throws IOException {
    Path target = AtomicFile.behindLinks(written);
    Path file = target.resolveSibling("." + target.getFileName() + ".lock");
    WriteLock taken = take(file, written);
    while (!Files.exists(file)) { // who had it before has removed it meanwhile
      taken.channel.close();
      taken = take(file, written);
    }
    return taken;
  }

  private static WriteLock take(Path file, Path written) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new WriteLock(file, channel, lock);
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this process, told as another process is.
    } catch (IOException e) {
      // Some file systems have no locks; who works there did so without.
      return new WriteLock(file, channel, null);
    }
    channel.close();
    throw new IOException(
        "another process writes to " + written + "; wait until it ends, or write elsewhere");
  }

  /** Removes the lock's file while nobody else can have it, then lets go. */
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // As behind a killed process.
    }
  }
}
