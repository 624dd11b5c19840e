package arcface4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files that are there whole or not at all: written beside their target, flushed to the disk, moved
 * in one step. Two threads of one process must not write one target at the same time.
 */
public final class AtomicFile {

  private static final Pattern TEMPORARY = Pattern.compile("(.+)\\.(\\d+)\\.part");

  private AtomicFile() {}

  /** Writes the content; the channel can also be read and positioned. */
  public interface Content {
    void writeTo(FileChannel channel) throws IOException;
  }

  /** The file that a link leads to, which is replaced instead of the link. */
  public static Path behindLinks(Path named) throws IOException {
    return Files.isSymbolicLink(named) && Files.exists(named) ? named.toRealPath() : named;
  }

  /** Replaces the target or leaves it as it was; removes what a killed process left of it. */
  public static void write(Path named, Content content) throws IOException {
    Path target = behindLinks(named);
    Path temporary = temporary(target);
    String name = target.getFileName().toString();
    deleteAbandoned(target.toAbsolutePath().getParent(), name::equals);
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        channel.force(true);
      }
      moveInOneStep(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Replaces the target by this text, or leaves it as it was. */
  public static void write(Path target, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    write(target, channel -> writeFully(channel, bytes));
  }

  /** Makes the target a second name of an existing file, or a copy where links do not exist. */
  public static void link(Path existing, Path target) throws IOException {
    Path temporary = temporary(target);
    try {
      Files.deleteIfExists(temporary);
      Files.createLink(temporary, existing);
      moveInOneStep(temporary, target);
    } catch (UnsupportedOperationException | FileSystemException e) {
      copy(existing, target);
    } finally {
      // A move onto another name of the same file does nothing and leaves the temporary name.
      Files.deleteIfExists(temporary);
    }
  }

  /** Makes a folder unless there is one; JDK 17 up to 17.0.13 stumbles over a link to one. */
  public static void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
  }

  /** Refuses a folder that takes no files. */
  public static void requireWritable(Path folder) throws IOException {
    Files.delete(Files.createTempFile(folder, "try", ".part"));
  }

  private static void copy(Path existing, Path target) throws IOException {
    try (FileChannel source = FileChannel.open(existing)) {
      write(
          target,
          channel -> {
            for (long copied = 0; copied < source.size(); ) {
              copied += source.transferTo(copied, source.size() - copied, channel);
            }
          });
    }
  }

  /** Removes what killed processes left half-written in a folder. */
  public static void deleteAbandoned(Path folder) throws IOException {
    deleteAbandoned(folder, target -> true);
  }

  private static void deleteAbandoned(Path folder, Predicate<String> target) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.part")) {
      for (Path file : files) {
        Matcher matcher = TEMPORARY.matcher(file.getFileName().toString());
        if (matcher.matches() && target.test(matcher.group(1)) && !runs(matcher.group(2))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean runs(String process) {
    try {
      return ProcessHandle.of(Long.parseLong(process)).isPresent();
    } catch (NumberFormatException e) {
      return true;
    }
  }

  public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Why it failed, in words; the exceptions of java.nio often carry nothing but the path. */
  public static String reason(IOException failure) {
    return switch (failure.getClass().getSimpleName()) {
      case "NoSuchFileException" -> "no such file or folder";
      case "AccessDeniedException" -> "access is denied";
      case "FileAlreadyExistsException" -> "a file of that name is in the way";
      case "NotDirectoryException" -> "not a folder";
      default -> message(failure);
    };
  }

  private static String message(IOException failure) {
    if (failure instanceof FileSystemException e && e.getReason() != null) {
      return e.getReason();
    }
    return failure.getMessage() == null ? "it ends too early" : failure.getMessage();
  }

  private static Path temporary(Path target) {
    String name = target.getFileName() + "." + ProcessHandle.current().pid() + ".part";
    return target.resolveSibling(name);
  }

  private static void moveInOneStep(Path temporary, Path target) throws IOException {
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(target.toAbsolutePath().getParent());
  }

  /** The move itself reaches the disk. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The file is in its place; Windows opens no folder, and some file systems flush none.
    }
  }
}
