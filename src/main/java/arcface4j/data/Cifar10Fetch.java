package arcface4j.data;

import arcface4j.io.AtomicFile;
import arcface4j.io.DataException;
import arcface4j.io.NamedChannel;
import arcface4j.io.WriteLock;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Puts CIFAR-10 into a data folder: downloads the archive, checks it, unpacks it.
 *
 * <p>Nothing half done has a good name: the download grows in {@code *.part}, the files are
 * unpacked into a hidden folder, and each is moved into place in one step. One call at a time works
 * in a data folder; it removes the hidden folder of one that was killed.
 *
 * @param source an https address, or http on loopback
 * @param md5 what the archive's MD5 has to be, in small hexadecimal; empty for any
 * @param patience how long to wait for a connection, an answer or the next bytes
 */
public record Cifar10Fetch(URI source, Optional<String> md5, Duration patience) {

  /** Where the data set's authors publish it. */
  public static final URI OFFICIAL_SOURCE =
      URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz");

  /** The MD5 that they publish with it. */
  public static final String OFFICIAL_MD5 = "c32a1d4ab5d03f1284b67883e8d87530";

  private static final String UNPACKING = "." + Cifar10.FOLDER + ".unpacking";

  private static final long MAX_ARCHIVE_BYTES = 1_000_000_000;

  /** From the authors' page, with their check sum. */
  public static Cifar10Fetch official() {
    return new Cifar10Fetch(OFFICIAL_SOURCE, Optional.of(OFFICIAL_MD5), Duration.ofSeconds(30));
  }

  /** From another address. */
  public Cifar10Fetch from(URI other) {
    return new Cifar10Fetch(other, md5, patience);
  }

  /** With any archive accepted: {@code --no-checksum}. */
  public Cifar10Fetch withoutChecksum() {
    return new Cifar10Fetch(source, Optional.empty(), patience);
  }

  /**
   * Does what is not done yet: downloads the archive (or the rest of it), checks it and unpacks it.
   *
   * @param progress hears how far the download is
   * @return the folder with the record files
   * @throws DataException if the download fails or stops (the same call resumes it), the check sum
   *     differs (the download is deleted), or the archive is refused
   */
  public Path fetch(Path dataDir, FetchProgress progress) throws IOException {
    Path folder = dataDir.resolve(Cifar10.FOLDER);
    if (isThere(folder)) {
      tidy(dataDir);
      return folder;
    }
    createFolder(dataDir);
    WriteLock lock = WriteLock.on(folder);
    try (lock) {
      if (isThere(folder)) { // another call has ended meanwhile
        return folder;
      }
      Path archive = dataDir.resolve(Cifar10.ARCHIVE);
      if (!Files.exists(archive)) {
        download(archive, progress);
      }
      return unpackAlone(archive, dataDir);
    }
  }

  /** Removes what a call left that was killed after its last step. */
  private static void tidy(Path dataDir) {
    try {
      WriteLock lock = WriteLock.on(dataDir.resolve(Cifar10.FOLDER));
      try (lock) {
        delete(dataDir.resolve(UNPACKING));
      }
    } catch (IOException e) {
      // Another call is at work, or nothing can be removed there; the data set is whole.
    }
  }

  private static boolean isThere(Path folder) throws IOException {
    if (Files.exists(folder)) {
      Cifar10.checkFolder(folder);
      return true;
    }
    return false;
  }

  private void download(Path archive, FetchProgress progress) throws IOException {
    Path part = archive.resolveSibling(archive.getFileName() + ".part");
    new Download(MAX_ARCHIVE_BYTES, patience, progress).complete(source, part);
    try {
      checkSum(part);
    } catch (DataException e) {
      Files.delete(part);
      throw e;
    }
    move(part, archive);
  }

  /**
   * Checks and unpacks an archive that is there already.
   *
   * @return the folder with the record files, in {@code dataDir}
   * @throws DataException if the check sum differs, the archive is cut off or hostile, files are
   *     missing in it, or the folder is there already
   */
  public Path unpack(Path archive, Path dataDir) throws IOException {
    if (!Files.isRegularFile(archive)) {
      throw DataException.at(archive, "there is no such archive");
    }
    createFolder(dataDir);
    WriteLock lock = WriteLock.on(dataDir.resolve(Cifar10.FOLDER));
    try (lock) {
      return unpackAlone(archive, dataDir);
    }
  }

  private Path unpackAlone(Path archive, Path dataDir) throws IOException {
    Path folder = dataDir.resolve(Cifar10.FOLDER);
    if (Files.exists(folder)) {
      throw DataException.at(folder, "is there already; remove it to unpack the archive again");
    }
    checkSum(archive);
    Path temporary = dataDir.resolve(UNPACKING);
    delete(temporary); // of a call that was killed; no other is at work
    try {
      Files.createDirectory(temporary);
      extract(archive, temporary);
      move(temporary.resolve(Cifar10.FOLDER), folder);
    } finally {
      delete(temporary);
    }
    return folder;
  }

  private static void extract(Path archive, Path into) throws IOException {
    SafeTar.forEachFile(
        archive,
        Cifar10.MAX_UNPACKED_BYTES,
        (name, content) -> {
          Path file = into.resolve(name).normalize();
          if (!file.startsWith(into)) {
            throw new DataException("entry '" + name + "' would leave the folder");
          }
          AtomicFile.makeFolder(file.getParent());
          copy(content, file);
        });
    try {
      Cifar10.checkFolder(into.resolve(Cifar10.FOLDER));
    } catch (DataException e) {
      throw DataException.at(archive, "the archive is not CIFAR-10's binary version", e);
    }
  }

  /** Onto the disk, before the folder gets its good name. */
  private static void copy(InputStream content, Path file) throws IOException {
    try (FileChannel channel =
        NamedChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.transferTo(Channels.newOutputStream(channel));
      channel.force(true);
    }
  }

  private void checkSum(Path archive) throws IOException {
    if (md5.isEmpty()) {
      return;
    }
    String actual = md5Of(archive);
    if (!actual.equals(md5.get())) {
      throw DataException.at(
          archive,
          "MD5 is %s, %s was expected; --no-checksum accepts another archive"
              .formatted(actual, md5.get()));
    }
  }

  private static String md5Of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return DigestUtils.md5Hex(in);
    }
  }

  private static void createFolder(Path folder) throws IOException {
    try {
      AtomicFile.makeFolder(folder);
    } catch (IOException e) {
      throw DataException.at(folder, "the data folder cannot be made", e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }
}
