package arcface4j.search;

import arcface4j.io.AtomicFile;
import arcface4j.io.FileName;
import arcface4j.io.NamedChannel;
import arcface4j.io.WriteLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
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
  private final Optional<WriteLock> lock; // of a file that is its own
  private final List<String> paths = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final int blockRows;
  private final ByteBuffer vectors; // [blockRows, D]
  private IndexHeader header;
  private IndexHeader committed;
  private EntryNames names; // null while those of an opened index are not read

  private IndexWriter(
      FileChannel file, Optional<WriteLock> lock, IndexHeader header, EntryNames names) {
    this.file = file;
    this.names = names;
    this.lock = lock;
    this.header = header;
    this.committed = header;
    int rowBytes = header.kind().width() * Float.BYTES;
    this.blockRows = Math.max(1, Math.min(BLOCK_ROWS, BLOCK_BYTES / rowBytes));
    this.vectors = IndexHeader.buffer(blockRows * rowBytes);
  }

  /** A new index in an empty file, which stays open. */
  public static IndexWriter create(FileChannel file, IndexKind kind) throws IOException {
    IndexHeader header = IndexHeader.empty(kind);
    AtomicFile.writeFully(file, header.toBytes());
    return new IndexWriter(file, Optional.empty(), header, new EntryNames(List.of()));
  }

  /**
   * Goes on with an index. Whoever makes one in its place takes the same {@link WriteLock}.
   *
   * @throws IndexException if it is no whole index
   * @throws IOException if another process writes to it, or it cannot be opened
   */
  public static IndexWriter open(Path path) throws IOException {
    IndexFile.readHeader(path); // no lock beside what is no index
    WriteLock lock = WriteLock.on(path);
    try {
      return open(path, lock);
    } catch (IndexException e) {
      lock.close();
      throw e.in(path);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static IndexWriter open(Path path, WriteLock lock) throws IOException {
    FileChannel file = NamedChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      IndexHeader header = IndexFile.readHeader(file);
      file.truncate(header.end()); // what an interrupted writer left
      file.position(header.end());
      return new IndexWriter(file, Optional.of(lock), header, null);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
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
    AtomicFile.writeFully(file, header.commit());
    file.position(position);
    file.force(true);
    committed = header;
  }

  /** Ends the writing to an index that was opened; what was not committed is dropped. */
  @Override
  public void close() throws IOException {
    if (lock.isPresent()) {
      WriteLock held = lock.get();
      try (held;
          file) {
        file.truncate(committed.end());
      }
    }
  }
}
