package arcface4j.search;

import arcface4j.eval.ExactSearch;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An index in memory: paths, labels and vectors, ready to be searched. Entries are in the order in
 * which they were added.
 */
public final class EmbeddingIndex {

  static final String NO_WALK =
      "a walk through the graph does not pay here; every entry is compared";

  private final IndexKind kind;
  private final List<String> paths = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final Map<String, Integer> entries = new HashMap<>(); // by the keys of EntryNames
  private final Map<String, double[]> labelSums = new TreeMap<>(); // [D] by label
  private Neighbours neighbours;

  private EmbeddingIndex(IndexKind kind) {
    this.kind = kind;
  }

  /** Whether a file begins as an index does, damaged or not. */
  public static boolean isIndex(Path file) throws IOException {
    return IndexHeader.MAGIC.begins(file);
  }

  /** Whether a file begins as the graph of an index does, damaged or not. */
  public static boolean isGraph(Path file) throws IOException {
    return GraphFile.isGraph(file);
  }

  /**
   * What the vectors of an index are, by its head alone.
   *
   * @throws IndexException if it is no index, cut off, damaged or of another version
   */
  public static IndexKind kindOf(Path path) throws IOException {
    return IndexFile.readHeader(path).kind();
  }

  /**
   * Reads an index whole or refuses it; searches compare every entry.
   *
   * @throws IndexException if it is no index, cut off, damaged or of another version
   */
  public static EmbeddingIndex read(Path path) throws IOException {
    try (IndexFile file = IndexFile.open(path)) {
      EmbeddingIndex index = new EmbeddingIndex(file.kind());
      Map<String, Long> alive = file.alive(file.blocks());
      RowCollector rows = new RowCollector(file.kind().width(), alive.size());
      file.read(
          (place, name, label, vector) -> {
            if (alive.getOrDefault(name, -1L) == place) {
              index.add(name, label, vector);
              rows.add(vector);
            }
          });
      ExactSearch search = rows.finish();
      index.neighbours = search::search;
      return index;
    }
  }

  /**
   * Reads an index and the graph beside it, so that searches compare few entries and find at least
   * 98 % of the true 10 nearest. A graph that is missing, damaged, of another index or too old is
   * made and stored first, and that is told. Where a walk would compare so many entries that it is
   * slower, as among random vectors, every entry is compared, and that is told.
   *
   * @param upToDate whether a graph that does not hold the newest entries is too old; otherwise
   *     they are compared one by one up to a tenth of the index
   * @throws IndexException as in {@link #read}, or if a file in the graph's place is something else
   */
  public static EmbeddingIndex readWithGraph(Path path, boolean upToDate, GraphHost host)
      throws IOException {
    try (IndexFile file = IndexFile.open(path)) {
      StoredGraph stored = new StoredGraph(file, GraphFile.beside(path), host);
      Optional<GraphFile> found = stored.find(upToDate);
      boolean maybePays = found.map(graph -> graph.choice().pays()).orElse(true);
      Optional<EmbeddingIndex> index =
          maybePays ? withGraph(file, stored, found) : Optional.empty();
      if (index.isPresent()) {
        return index.get();
      }
    }
    host.tell(NO_WALK);
    return read(path);
  }

  /** Reads with a graph, which is made and stored if there is none, unless it does not pay. */
  private static Optional<EmbeddingIndex> withGraph(
      IndexFile file, StoredGraph stored, Optional<GraphFile> found) throws IOException {
    EmbeddingIndex index = new EmbeddingIndex(file.kind());
    int blocks = found.map(GraphFile::blocks).orElse(file.blocks());
    CoveredRows rows = CoveredRows.read(file, blocks, index::add);
    GraphFile graph = found.isPresent() ? found.get() : stored.make(rows);
    index.neighbours = new GraphNeighbours(rows, graph);
    return graph.choice().pays() ? Optional.of(index) : Optional.empty();
  }

  private int add(String path, String label, FloatBuffer vector) {
    entries.put(EntryNames.key(path), paths.size());
    paths.add(path);
    labels.add(label);
    double[] total = labelSums.computeIfAbsent(label, name -> new double[kind.width()]);
    for (int d = 0; d < total.length; d++) {
      total[d] += vector.get(vector.position() + d);
    }
    return paths.size() - 1;
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

  /** The entry of a path under whichever of its names, or {@link ExactSearch#NOBODY}. */
  public int entryOf(String path) {
    return entries.getOrDefault(EntryNames.key(path), ExactSearch.NOBODY);
  }

  /**
   * The K nearest entries of each query, nearest first; all there are where that is fewer.
   *
   * @param queries [Q, D], each of length one
   * @param k K, at least 1
   * @param leftOut [Q] the entry that a query leaves out, or {@link ExactSearch#NOBODY}
   * @throws IndexException if the index has no entries
   */
  public List<List<ExactSearch.Neighbour>> search(float[] queries, int k, int[] leftOut)
      throws IOException {
    if (k < 1) {
      throw new IllegalArgumentException("k " + k + " is not positive");
    }
    if (size() == 0) {
      throw new IndexException("the index has no entries, so nothing can be found in it");
    }
    return neighbours.search(queries, Math.min(k, size()), leftOut);
  }
}
