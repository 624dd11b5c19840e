package arcface4j.search;

import arcface4j.io.FileName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Adds entries to an index and removes some, at the end of the file. Nothing of it counts before
 * {@link #commit}: an index whose writer was interrupted is what it was.
 */
public final class IndexWriter implements AutoCloseable {

  private static final int BLOCK_ROWS = 4096;
  private static final int BLOCK_BYTES = 1 << 26; // of vectors; rows wider than that stand alone

  /** Squared lengths this near to one are left as they are. */
  private static final double UNIT_TOLERANCE = 1e-5;

  private final FileChannel file;
  private final boolean ownsFile;
  private final List<String> paths = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final int blockRows;
  private final ByteBuffer vectors; // [blockRows, D]
  private IndexHeader header;
  private EntryNames names; // null while those of an opened index are not read

  private IndexWriter(FileChannel file, boolean ownsFile, IndexHeader header, EntryNames names) {
    this.file = file;
    this.names = names;
    this.ownsFile = ownsFile;
    this.header = header;
    int rowBytes = header.kind().width() * Float.BYTES;
    this.blockRows = Math.max(1, Math.min(BLOCK_ROWS, BLOCK_BYTES / rowBytes));
    this.vectors = IndexHeader.buffer(blockRows * rowBytes);
  }

  /** Refuses a file that is no index, which must not be written over by one. */
  public static void requireReplaceable(Path file) throws IOException {
    if (Files.exists(file)) {
      IndexHeader.MAGIC.require(file, "it is not an index and in the way of one");
    }
  }

  /** A new index in an empty file, which stays open. */
  public static IndexWriter create(FileChannel file, IndexKind kind) throws IOException {
    IndexHeader header = IndexHeader.empty(kind);
    IndexBlock.writeFully(file, header.toBytes());
    return new IndexWriter(file, false, header, new EntryNames(List.of()));
  }

  /**
   * Goes on with an index.
   *
   * @throws IndexException if it is no whole index, or another process writes to it
   */
  public static IndexWriter open(Path path) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      lock(file);
      IndexHeader header = IndexFile.readHeader(file);
      file.truncate(header.end()); // what an interrupted writer left
      file.position(header.end());
      return new IndexWriter(file, true, header, null);
    } catch (IndexException e) {
      file.close();
      throw e.in(path);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static void lock(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      if (lock != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // Another thread of this process, told as another process is.
    }
    throw new IndexException("another process writes to it");
  }

  /** What the vectors are. */
  public IndexKind kind() {
    return header.kind();
  }

  /**
   * Adds an entry; an earlier one of the same file is replaced and keeps its name. A file can be
   * named by several paths: relative ones count from the current folder, "." and ".." are followed.
   *
   * @param values holds the vector [D] from {@code offset} on; it is scaled to length one
   * @throws IndexException if the vector has no direction
   */
  public void add(String path, String label, float[] values, int offset) throws IOException {
    int width = kind().width();
    double squares = 0;
    for (int i = offset; i < offset + width; i++) {
      squares += (double) values[i] * values[i];
    }
    if (!Double.isFinite(squares) || squares == 0) {
      throw new IndexException(
          "the embedding of %s is %s"
              .formatted(path, squares == 0 ? "all zeros" : "not finite: it has NaN or infinity"));
    }
    boolean isUnit = Math.abs(squares - 1) < UNIT_TOLERANCE;
    double length = isUnit ? 1 : Math.sqrt(squares);
    for (int i = offset; i < offset + width; i++) {
      vectors.putFloat((float) (values[i] / length));
    }
    paths.add(names().nameOf(path));
    labels.add(label);
    if (paths.size() == blockRows) {
      flush();
    }
  }

  private EntryNames names() throws IOException {
    if (names == null) {
      names = new EntryNames(present());
    }
    return names;
  }

  private Set<String> present() throws IOException {
    return IndexFile.alive(IndexBlock.readAll(file, header)).keySet();
  }

  /**
   * Removes the entries of some files, or of everything below some folders, under whichever of
   * their names.
   *
   * @return entries removed
   * @throws IndexException if nothing is at one of the places
   */
  public int remove(List<Path> places) throws IOException {
    flush();
    Set<String> present = present();
    Set<String> removed = new TreeSet<>();
    for (Path place : places) {
      List<String> found = EntryNames.within(present, place);
      if (found.isEmpty()) {
        throw new IndexException("the index has no entry " + FileName.text(place));
      }
      removed.addAll(found);
    }
    names = null;
    List<String> all = List.copyOf(removed);
    for (int from = 0; from < all.size(); from += BLOCK_ROWS) {
      writeRemoval(all.subList(from, Math.min(all.size(), from + BLOCK_ROWS)));
    }
    return removed.size();
  }

  private void writeRemoval(List<String> some) throws IOException {
    List<String> noLabels = Collections.nCopies(some.size(), "");
    IndexBlock.write(file, IndexBlock.REMOVED, some, noLabels, IndexHeader.buffer(0));
    header = header.with(file.position());
  }

  private void flush() throws IOException {
    if (!paths.isEmpty()) {
      IndexBlock.write(file, IndexBlock.ADDED, paths, labels, vectors.flip());
      header = header.with(file.position());
      vectors.clear();
      paths.clear();
      labels.clear();
    }
  }

  /** Makes everything so far count. */
  public void commit() throws IOException {
    flush();
    file.force(true);
    long position = file.position();
    file.position(IndexHeader.COMMIT_OFFSET);
    IndexBlock.writeFully(file, header.commit());
    file.position(position);
    file.force(true);
  }

  /** Ends the writing to an index that was opened; what was not committed is dropped. */
  @Override
  public void close() throws IOException {
    if (ownsFile) {
      file.close();
    }
  }
}
