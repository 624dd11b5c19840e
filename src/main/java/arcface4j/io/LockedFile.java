package arcface4j.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A file that is open and of which this process holds the system's lock: the one place where files
 * are locked.
 *
 * <p>POSIX gives a process all locks on a file and takes them away when the process closes any of
 * its channels to that file. So within a JVM a file that is held must not be opened a second time,
 * not even to see that it is held. A table for the whole JVM says which files are; it is the only
 * static state here, because the system's locks belong to the process, too. Its keys are the files
 * themselves (device and inode), not their names, which may be many. The table and the system's
 * lock are taken and given up together, under one monitor.
 *
 * <p>A lock is that of an open file, not of a name. Who waits to lock a file that its holder
 * removes gets the lock of a file without a name, while a third makes a new one. So after locking,
 * the name must lead to the same file as before it was opened; otherwise the lock does not count.
 * And only the holder removes the name. So at each moment at most one holds the lock of what has
 * the name.
 */
final class LockedFile implements AutoCloseable {

  private static final Set<Object> HELD = new HashSet<>();

  private final Path file;
  private final Object identity;
  private final FileChannel channel;
  private final FileLock lock; // null where the file system has no locks

  private LockedFile(Path file, Object identity, FileChannel channel, FileLock lock) {
    this.file = file;
    this.identity = identity;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Makes a file of a name that nobody else makes, and locks it.
   *
   * @return empty if a cleaner of another process was faster
   * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
   */
  static Optional<LockedFile> create(Path file) throws IOException {
    synchronized (HELD) {
      FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      try {
        return locked(file, identity(file), channel);
      } catch (NoSuchFileException e) {
        channel.close();
        return Optional.empty();
      }
    }
  }

  /**
   * Makes an empty file unless there is one. Whoever may write to its folder can lock it, not only
   * who made it. The monitor is needed here, too: the making opens the file and closes it again.
   */
  static void make(Path file) throws IOException {
    synchronized (HELD) {
      try {
        Files.createFile(file);
      } catch (FileAlreadyExistsException e) {
        return;
      }
      try {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
      } catch (UnsupportedOperationException | FileSystemException e) {
        // The file system has no such permissions, or another has removed it meanwhile.
      }
    }
  }

  /**
   * Opens and locks a file that is there.
   *
   * @return empty if another, here or in another process, holds it
   * @throws NoSuchFileException if it is not there, or its name went to another file meanwhile
   */
  static Optional<LockedFile> open(Path file) throws IOException {
    synchronized (HELD) {
      Object before = identity(file);
      return HELD.contains(before)
          ? Optional.empty()
          : locked(file, before, FileChannel.open(file, StandardOpenOption.WRITE));
    }
  }

  private static Optional<LockedFile> locked(Path file, Object before, FileChannel channel)
      throws IOException {
    try {
      FileLock lock = lock(channel);
      if (!identity(file).equals(before)) {
        throw new NoSuchFileException(file.toString());
      }
      HELD.add(before);
      return Optional.of(new LockedFile(file, before, channel, lock));
    } catch (OverlappingFileLockException e) {
      channel.close();
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Null where the file system has no locks. */
  private static FileLock lock(FileChannel channel) {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (IOException e) {
      return null;
    }
    if (lock == null) {
      throw new OverlappingFileLockException(); // as the JDK tells it of the same JVM
    }
    return lock;
  }

  private static Object identity(Path file) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    return key == null ? file.toRealPath() : key; // Windows has no keys
  }

  FileChannel channel() {
    return channel;
  }

  /** Whether other processes are kept out, too, which needs a file system with locks. */
  boolean isExclusive() {
    return lock != null;
  }

  /** Removes the name, if it still is that of this file, and then lets go. */
  void remove() throws IOException {
    synchronized (HELD) {
      try {
        if (identity(file).equals(identity)) {
          Files.delete(file);
        }
      } catch (NoSuchFileException e) {
        // It has another name now, or was removed by hand.
      } finally {
        close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (HELD.remove(identity)) {
        channel.close();
      }
    }
  }
}
