package arcface4j.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file that grows beside a target until it takes its place in one step.
 *
 * <p>Its name is drawn anew each time, so that threads, processes and containers (whose process ids
 * may be equal) never write to the same one. Its writer holds the system's lock on it from its
 * making until it has its target's name or is gone. What a killed writer left is therefore known by
 * its lock being free, whoever looks, and a cleaner removes a temporary file only while it holds
 * that lock itself. Between the making and the locking a cleaner can be faster; then the writer
 * takes another name. Where the file system has no locks, nothing is removed. What earlier releases
 * left ({@code .<process>.part}) stays too: their writers hold no lock.
 */
final class Temporary implements AutoCloseable {

  private static final Pattern NAME = Pattern.compile("(.+)\\.arcface-[0-9a-f]{16}\\.part");

  private final Path target;
  private final Path file;
  private final LockedFile locked;

  private Temporary(Path target, Path file, LockedFile locked) {
    this.target = target;
    this.file = file;
    this.locked = locked;
  }

  /** An empty one. */
  static Temporary of(Path target) throws IOException {
    while (true) {
      Path file = freshName(target);
      Optional<LockedFile> locked = LockedFile.create(file);
      if (locked.isPresent()) {
        return new Temporary(target, file, locked.get());
      }
    }
  }

  /** A name that nobody has. */
  static Path freshName(Path target) {
    long drawn = UUID.randomUUID().getLeastSignificantBits() ^ System.nanoTime();
    return FileName.beside(target, "", ".arcface-%016x.part".formatted(drawn));
  }

  /** What is written; failures name the target. */
  FileChannel channel() {
    return new NamedChannel(target, locked.channel());
  }

  /** Puts it in its target's place once it is on the disk; the lock stays until it is closed. */
  void publish() throws IOException {
    channel().force(true);
    moveInOneStep(file, target);
  }

  @Override
  public void close() throws IOException {
    locked.remove();
  }

  static void moveInOneStep(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(to.toAbsolutePath().getParent());
  }

  /** The move itself reaches the disk. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // The file is in its place; Windows opens no folder, and some file systems flush none.
    }
  }

  /** Removes what killed writers left in a folder, of targets of these names. */
  static void deleteAbandoned(Path folder, Predicate<String> ofTarget) throws IOException {
    for (Path file : list(folder, ofTarget)) {
      try {
        Optional<LockedFile> free = LockedFile.open(file);
        if (free.isPresent()) {
          removeIfAbandoned(free.get());
        }
      } catch (NoSuchFileException e) {
        // Its writer has ended, or another cleaner was here.
      }
    }
  }

  /** Without the system's locks nobody knows. */
  private static void removeIfAbandoned(LockedFile free) throws IOException {
    if (free.isExclusive()) {
      free.remove();
    } else {
      free.close();
    }
  }

  /** Whether there is one of the target, of a live writer or of a killed one. */
  static boolean isBeside(Path target) throws IOException {
    String name = FileName.text(target.getFileName());
    return !list(target.toAbsolutePath().getParent(), name::equals).isEmpty();
  }

  private static List<Path> list(Path folder, Predicate<String> ofTarget) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.part")) {
      for (Path file : files) {
        Matcher matcher = NAME.matcher(FileName.text(file.getFileName()));
        if (matcher.matches() && ofTarget.test(matcher.group(1)) && Files.isRegularFile(file)) {
          found.add(file);
        }
      }
    }
    return found;
  }
}
