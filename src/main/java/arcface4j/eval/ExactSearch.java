package arcface4j.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the K nearest of G rows by the same matrix product that the measures use. Rows are numbered
 * from 0 in the order in which they are added; of equal cosines the smaller number comes first.
 */
public final class ExactSearch {

  /** Marks a query that leaves no row out. */
  public static final int NOBODY = -1;

  private final int width; // D
  private final List<Chunk> chunks = new ArrayList<>();
  private int size; // G

  /** Rows that were added together, and their numbers. */
  private record Chunk(Panels panels, int[] numbers) {}

  /**
   * A row that was found.
   *
   * @param row its number
   * @param cosine with the query
   */
  public record Neighbour(int row, float cosine) {}

  /** {@link #NOBODY} for each of Q queries. */
  public static int[] nobody(int queries) {
    int[] nobody = new int[queries];
    Arrays.fill(nobody, NOBODY);
    return nobody;
  }

  /** A search over no rows yet. */
  public ExactSearch(int width) {
    this.width = width;
  }

  /**
   * Adds rows; tens of thousands at once are fastest.
   *
   * @param rows [n, D], n at least 1, each of length one
   */
  public void add(float[] rows) {
    int count = rows.length / width;
    int first = size;
    chunks.add(new Chunk(Panels.of(rows, width), IntStream.range(first, first + count).toArray()));
    size += count;
  }

  /**
   * The nearest references of some queries of a protocol, nearest first, without the query itself
   * where the protocol leaves it out.
   *
   * @param rows [Q] which queries
   * @param k K
   */
  public static List<List<Neighbour>> nearest(Protocol protocol, int[] rows, int k) {
    EmbeddingSet references = protocol.references();
    ExactSearch search = new ExactSearch(references.width());
    search.add(references.values());
    int[] leftOut = protocol.leavesSelfOut() ? rows : nobody(rows.length);
    return search.search(protocol.queries().rows(rows), k, leftOut);
  }

  /**
   * The nearest rows of each query, nearest first; fewer than K where there are no more. Every
   * processor computes.
   *
   * @param queries [Q, D], each of length one
   * @param k K
   * @param leftOut [Q] the row that a query leaves out, or {@link #NOBODY}
   */
  public List<List<Neighbour>> search(float[] queries, int k, int[] leftOut) {
    int threads = Runtime.getRuntime().availableProcessors();
    NearestNeighbours[] found = new NearestNeighbours[leftOut.length];
    Arrays.setAll(found, query -> new NearestNeighbours(Math.min(k, size)));
    for (Chunk chunk : chunks) {
      int first = chunk.numbers()[0];
      SimilarityRows.visit(
          queries,
          width,
          chunk.panels(),
          threads,
          () ->
              (query, scores) -> found[query].add(scores, chunk.numbers(), leftOut[query] - first));
    }
    return Arrays.stream(found).map(ExactSearch::neighbours).toList();
  }

  /**
   * The cosine of two rows as a search gives it, bit for bit: for those who compare few.
   *
   * @param query [D], of length one
   * @param row [D], of length one
   */
  public static float cosine(float[] query, float[] row) {
    int whole = query.length - query.length % Panels.STEP;
    float sum = 0;
    for (int d = 0; d < whole; d += Panels.STEP) {
      sum +=
          (query[d] * row[d] + query[d + 1] * row[d + 1])
              + (query[d + 2] * row[d + 2] + query[d + 3] * row[d + 3]);
    }
    return whole == query.length ? sum : sum + end(query, row, whole);
  }

  /** The last terms, with zeros after them as in a panel. */
  private static float end(float[] query, float[] row, int from) {
    float[] products = new float[Panels.STEP];
    for (int d = from; d < query.length; d++) {
      products[d - from] = query[d] * row[d];
    }
    return (products[0] + products[1]) + (products[2] + products[3]);
  }

  private static List<Neighbour> neighbours(NearestNeighbours found) {
    return IntStream.range(0, found.count())
        .mapToObj(i -> new Neighbour(found.id(i), found.score(i)))
        .toList();
  }
}
