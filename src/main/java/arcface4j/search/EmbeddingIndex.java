package arcface4j.search;

import arcface4j.eval.ExactSearch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An index in memory: paths, labels and vectors, ready to be searched. Entries are in the order in
 * which they were added.
 */
public final class EmbeddingIndex {

  private static final int CHUNK_ROWS = 1 << 16;

  private final IndexKind kind;
  private final List<String> paths = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final Map<String, Integer> entries = new HashMap<>();
  private final Map<String, double[]> labelSums = new TreeMap<>(); // [D] by label
  private final ExactSearch search;

  private EmbeddingIndex(IndexKind kind) {
    this.kind = kind;
    this.search = new ExactSearch(kind.width());
  }

  /**
   * Reads an index whole or refuses it.
   *
   * @throws IndexException if it is no index, cut off, damaged or of another version
   */
  public static EmbeddingIndex read(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      IndexHeader header = readHeader(file, path);
      EmbeddingIndex index = new EmbeddingIndex(header.kind());
      index.readEntries(file, header);
      return index;
    } catch (IndexException e) {
      throw e.getMessage().startsWith(path.toString())
          ? e
          : new IndexException(path + ": " + e.getMessage());
    }
  }

  static IndexHeader readHeader(FileChannel file, Path path) throws IOException {
    ByteBuffer bytes = IndexHeader.buffer(IndexHeader.BYTES);
    while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {}
    try {
      return IndexHeader.parse(bytes.flip(), file.size());
    } catch (IndexException e) {
      throw new IndexException(path + ": " + e.getMessage());
    }
  }

  private void readEntries(FileChannel file, IndexHeader header) throws IOException {
    List<IndexBlock> blocks = IndexBlock.readAll(file, header);
    Map<String, Long> alive = alive(blocks);
    Vectors vectors = new Vectors(Math.min(CHUNK_ROWS, alive.size()));
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).kind() == IndexBlock.ADDED) {
        readBlock(file, i, blocks.get(i), alive, vectors);
      }
    }
    vectors.flush();
  }

  /** Where the entry that counts stands, by path: block and row in one number. */
  static Map<String, Long> alive(List<IndexBlock> blocks) {
    Map<String, Long> alive = new HashMap<>();
    for (int i = 0; i < blocks.size(); i++) {
      IndexBlock block = blocks.get(i);
      for (int row = 0; row < block.paths().size(); row++) {
        if (block.kind() == IndexBlock.ADDED) {
          alive.put(block.paths().get(row), place(i, row));
        } else {
          alive.remove(block.paths().get(row));
        }
      }
    }
    return alive;
  }

  private static long place(int block, int row) {
    return (long) block << Integer.SIZE | row;
  }

  private void readBlock(
      FileChannel file, int number, IndexBlock block, Map<String, Long> alive, Vectors vectors)
      throws IOException {
    FloatBuffer rows = block.vectors(file).asFloatBuffer();
    for (int row = 0; row < block.paths().size(); row++) {
      String path = block.paths().get(row);
      if (alive.getOrDefault(path, -1L) == place(number, row)) {
        entries.put(path, paths.size());
        paths.add(path);
        labels.add(block.labels().get(row));
        sum(block.labels().get(row), rows, row);
        vectors.add(rows.position(row * kind.width()));
      }
    }
  }

  private void sum(String label, FloatBuffer rows, int row) {
    double[] total = labelSums.computeIfAbsent(label, name -> new double[kind.width()]);
    for (int d = 0; d < total.length; d++) {
      total[d] += rows.get(row * kind.width() + d);
    }
  }

  /** Hands vectors on in large chunks, so that adding many times leaves no small ones. */
  private final class Vectors {
    private final float[] chunk; // [65536 or G, D]
    private int filled;

    Vectors(int rows) {
      chunk = new float[rows * kind.width()];
    }

    void add(FloatBuffer from) {
      from.get(chunk, filled, kind.width());
      filled += kind.width();
      if (filled == chunk.length) {
        flush();
      }
    }

    void flush() {
      if (filled > 0) {
        search.add(Arrays.copyOf(chunk, filled));
        filled = 0;
      }
    }
  }

  /** What the vectors are. */
  public IndexKind kind() {
    return kind;
  }

  /** G. */
  public int size() {
    return paths.size();
  }

  public String path(int entry) {
    return paths.get(entry);
  }

  public String label(int entry) {
    return labels.get(entry);
  }

  /** The sum [D] of the vectors of each label, whose direction is the centre of the class. */
  public Map<String, double[]> labelSums() {
    return Collections.unmodifiableMap(labelSums);
  }

  /** The entry of a path, or {@link ExactSearch#NOBODY}. */
  public int entryOf(String path) {
    return entries.getOrDefault(path, ExactSearch.NOBODY);
  }

  /**
   * The K nearest entries of each query, nearest first, compared with every one.
   *
   * @param queries [Q, D], each of length one
   * @param leftOut [Q] the entry that a query leaves out, or {@link ExactSearch#NOBODY}
   * @throws IndexException if there are fewer than K entries to choose from
   */
  public List<List<ExactSearch.Neighbour>> search(float[] queries, int k, int[] leftOut)
      throws IndexException {
    boolean leavesOut = Arrays.stream(leftOut).anyMatch(entry -> entry != ExactSearch.NOBODY);
    int candidates = size() - (leavesOut ? 1 : 0);
    if (k < 1 || k > candidates) {
      throw new IndexException(
          "k %d is not in [1, %d], the entries of the index".formatted(k, candidates));
    }
    return search.search(queries, k, leftOut, Runtime.getRuntime().availableProcessors());
  }
}
