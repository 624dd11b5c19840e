package arcface4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that are there whole or not at all: written beside their target, flushed to the disk, moved
 * in one step. Any number of threads and processes may write one target at the same time; the last
 * one to end wins.
 */
public final class AtomicFile {

  private AtomicFile() {}

  /** Writes the content; the channel can also be read and positioned. */
  public interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  /** Writes the content of two files that belong together. */
  public interface PairContent {
    void writeTo(FileChannel first, FileChannel second) throws IOException;
  }

  /** The file that a link leads to, which is replaced instead of the link. */
  public static Path behindLinks(Path named) throws IOException {
    return Files.isSymbolicLink(named) && Files.exists(named) ? named.toRealPath() : named;
  }

  /** Replaces the target or leaves it as it was; removes what a killed process left of it. */
  public static void write(Path named, Content content) throws IOException {
    Path target = behindLinks(named);
    deleteAbandonedOf(target);
    try (Temporary temporary = Temporary.of(target)) {
      content.writeTo(temporary.channel());
      temporary.publish();
    }
  }

  /** Replaces the target by this text, or leaves it as it was. */
  public static void write(Path target, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    write(target, channel -> writeFully(channel, bytes));
  }

  /**
   * Replaces two files that belong together, or leaves them as they were. Two moves are not one
   * step, so the old second file goes before the first is replaced: a process that is killed
   * between the moves leaves the first without the second, never the halves of two runs.
   */
  public static void writePair(Path first, Path second, PairContent content) throws IOException {
    Path firstTarget = behindLinks(first);
    Path secondTarget = behindLinks(second);
    deleteAbandonedOf(firstTarget);
    deleteAbandonedOf(secondTarget);
    try (Temporary one = Temporary.of(firstTarget);
        Temporary other = Temporary.of(secondTarget)) {
      FileChannel channel = one.channel();
      FileChannel otherChannel = other.channel();
      content.writeTo(channel, otherChannel);
      channel.force(true);
      otherChannel.force(true);
      Files.deleteIfExists(secondTarget);
      one.publish();
      other.publish();
    }
  }

  /**
   * Whether a killed process may have left the first of two files without this second one, whose
   * temporary file is still there.
   */
  public static boolean isHalfWritten(Path second) throws IOException {
    return Temporary.isBeside(behindLinks(second));
  }

  /** Makes the target a second name of an existing file, or a copy where links do not exist. */
  public static void link(Path existing, Path target) throws IOException {
    Path temporary = Temporary.freshName(target);
    try {
      Files.createLink(temporary, existing);
      Temporary.moveInOneStep(temporary, target);
    } catch (UnsupportedOperationException | FileSystemException e) {
      // Also where a cleaner has taken the new name, which cannot be locked, for abandoned.
      copy(existing, target);
    } finally {
      // A move onto another name of the same file does nothing and leaves the temporary name.
      Files.deleteIfExists(temporary);
    }
  }

  private static void copy(Path existing, Path target) throws IOException {
    try (FileChannel source = NamedChannel.open(existing)) {
      write(
          target,
          channel -> {
            for (long copied = 0; copied < source.size(); ) {
              copied += source.transferTo(copied, source.size() - copied, channel);
            }
          });
    }
  }

  /** Makes a folder unless there is one; JDK 17 up to 17.0.13 stumbles over a link to one. */
  public static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
  }

  /** Refuses a file that cannot be written: its folder takes no files, or not one of that name. */
  public static void requireWritable(Path named) throws IOException {
    Temporary.of(behindLinks(named)).close();
  }

  /** Removes what killed processes left half-written in a folder. */
  public static void deleteAbandoned(Path folder) throws IOException {
    Temporary.deleteAbandoned(folder, target -> true);
  }

  private static void deleteAbandonedOf(Path target) throws IOException {
    String name = FileName.text(target.getFileName());
    Temporary.deleteAbandoned(target.toAbsolutePath().getParent(), name::equals);
  }

  public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
