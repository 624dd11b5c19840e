package arcface4j.search;

import arcface4j.eval.ExactSearch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntPredicate;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.HnswConcurrentMergeBuilder;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;

/**
 * Lucene's hierarchical navigable small world (Malkov and Yashunin, arXiv:1603.09320) over rows of
 * length one: a search walks from row to nearer row and compares few of all. The graph holds links
 * alone; the rows stay with whoever made it. Two threads that build make a slightly different graph
 * each time.
 */
final class NeighbourGraph {

  /** M: links of a row on the upper levels, twice as many on the lowest. */
  private static final int LINKS = 16;

  /** efConstruction: candidates among which a new row's links are chosen. */
  private static final int CANDIDATES = 100;

  private static final long SEED = 1;

  private final float[][] rows; // [N, D]
  private final GraphLevels levels;

  private NeighbourGraph(float[][] rows, GraphLevels levels) {
    this.rows = rows;
    this.levels = levels;
  }

  /**
   * Nodes that were found.
   *
   * @param nodes at most K, nearest first
   * @param compared rows that the query was compared with
   */
  record Found(int[] nodes, long compared) {}

  /** Told how many rows are linked; may end the building by an exception. */
  interface Progress {
    void linked(int rows) throws IOException;
  }

  /** Links rows [N, D], N at least 1, on all processors. */
  static NeighbourGraph build(float[][] rows, Progress progress) throws IOException {
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Scorers scorers = new Scorers(rows);
      OnHeapHnswGraph graph =
          HnswGraphBuilder.create(scorers, LINKS, CANDIDATES, SEED, rows.length).getGraph();
      scorers.beforeEach = () -> progress.linked(graph.size());
      TaskExecutor tasks = new TaskExecutor(pool);
      new HnswConcurrentMergeBuilder(tasks, threads, scorers, LINKS, CANDIDATES, graph, null)
          .build(rows.length);
      return new NeighbourGraph(rows, GraphLevels.of(graph));
    } finally {
      pool.shutdownNow();
    }
  }

  /** The graph of these rows that was built before. */
  static NeighbourGraph of(float[][] rows, GraphLevels levels) {
    return new NeighbourGraph(rows, levels);
  }

  GraphLevels levels() {
    return levels;
  }

  /**
   * The K nearest nodes as far as a walk finds them; fewer if it finds no more. Safe for threads.
   *
   * @param query [D]
   * @param beam candidates that the walk keeps, K or more; the wider, the more is found
   * @param accepted nodes that may be found
   */
  Found nearest(float[] query, int k, int beam, IntPredicate accepted) {
    TopKnnCollector collector = new TopKnnCollector(beam, Integer.MAX_VALUE);
    Bits bits = bits(accepted, rows.length);
    try {
      HnswGraphSearcher.search(new Scorer(rows, query), collector, levels.walk(), bits);
    } catch (IOException e) {
      throw new UncheckedIOException("a graph in memory", e); // nothing is read
    }
    ScoreDoc[] nearest = collector.topDocs().scoreDocs;
    int[] nodes = Arrays.stream(nearest).limit(k).mapToInt(found -> found.doc).toArray();
    return new Found(nodes, collector.visitedCount());
  }

  private static Bits bits(IntPredicate accepted, int length) {
    return new Bits() {
      @Override
      public boolean get(int index) {
        return accepted.test(index);
      }

      @Override
      public int length() {
        return length;
      }
    };
  }

  /** Cosines with one vector, which Lucene wants in [0, 1]. */
  private record Scorer(float[][] rows, float[] query) implements RandomVectorScorer {
    @Override
    public float score(int node) {
      return (1 + ExactSearch.cosine(query, rows[node])) / 2;
    }

    @Override
    public int maxOrd() {
      return rows.length;
    }
  }

  /** Scorers of the rows themselves. */
  private static final class Scorers implements RandomVectorScorerSupplier {

    /** What is done before a row is compared with others. */
    private interface Before {
      void run() throws IOException;
    }

    private final float[][] rows;
    private Before beforeEach = () -> {};

    Scorers(float[][] rows) {
      this.rows = rows;
    }

    @Override
    public RandomVectorScorer scorer(int node) throws IOException {
      beforeEach.run();
      return new Scorer(rows, rows[node]);
    }

    @Override
    public RandomVectorScorerSupplier copy() {
      return this;
    }
  }
}
