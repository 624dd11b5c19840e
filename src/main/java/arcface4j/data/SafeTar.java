package arcface4j.data;

import arcface4j.io.DataException;
import arcface4j.io.NamedChannel;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Reads a {@code .tar.gz} that nobody vouches for: only plain files and folders with relative
 * names, and no more of them than a limit.
 */
final class SafeTar {

  private static final int MAX_ENTRIES = 10_000;

  /** Receives the plain files of an archive in their order. */
  @FunctionalInterface
  interface Visitor {
    /**
     * One file.
     *
     * @param name relative, with slashes, without {@code ..}
     * @param content ends with the file
     */
    void file(String name, InputStream content) throws IOException;
  }

  private SafeTar() {}

  /**
   * Visits every file, then reads to the end, so that gzip's check sum is verified too.
   *
   * @param maxBytes the most that the archive may hold unpacked
   * @throws DataException if the archive is cut off, foreign, hostile or too large
   */
  static void forEachFile(Path archive, long maxBytes, Visitor visitor) throws DataException {
    try (InputStream file = new BufferedInputStream(NamedChannel.input(archive));
        InputStream unpacked = new LimitedStream(new GZIPInputStream(file, 1 << 16), maxBytes);
        TarArchiveInputStream tar = new TarArchiveInputStream(unpacked)) {
      int entries = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (++entries > MAX_ENTRIES) {
          throw new DataException("it has more than " + MAX_ENTRIES + " entries");
        }
        check(entry);
        if (!entry.isDirectory()) {
          visitor.file(entry.getName(), tar);
        }
      }
      unpacked.transferTo(OutputStream.nullOutputStream());
    } catch (IOException | IllegalArgumentException e) {
      throw DataException.at(archive, "the archive is refused or cannot be read", e);
    }
  }

  private static void check(TarArchiveEntry entry) throws DataException {
    byte kind = entry.getLinkFlag();
    boolean plain = kind == TarConstants.LF_NORMAL || kind == TarConstants.LF_OLDNORM;
    if (!plain && kind != TarConstants.LF_DIR) {
      throw new DataException(
          "entry '%s' is of type '%c'; only files and folders are unpacked"
              .formatted(entry.getName(), kind));
    }
    if (leavesFolder(entry.getName())) {
      throw new DataException("entry '" + entry.getName() + "' would leave the folder");
    }
  }

  private static boolean leavesFolder(String name) {
    return name.isEmpty()
        || name.startsWith("/")
        || name.contains("\\")
        || name.contains(":")
        || name.indexOf('\0') >= 0
        || Arrays.asList(name.split("/")).contains("..");
  }

  /** Fails instead of unpacking for ever. */
  private static final class LimitedStream extends FilterInputStream {
    private final long limit;
    private long read;

    LimitedStream(InputStream in, long limit) {
      super(in);
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int got = super.read(into, offset, length);
      count(Math.max(0, got));
      return got;
    }

    @Override
    public long skip(long bytes) throws IOException {
      long skipped = super.skip(bytes);
      count(skipped);
      return skipped;
    }

    private void count(long bytes) throws DataException {
      read += bytes;
      if (read > limit) {
        throw new DataException("it unpacks to more than " + limit + " bytes");
      }
    }
  }
}
