package arcface4j.eval;

import java.util.List;
import java.util.function.Supplier;

/**
 * All cosines of Q queries with G references, one row after the other: the Q x G matrix is never
 * held, only 64 rows of it, or Q, for each thread.
 */
final class SimilarityRows {

  private static final int BLOCK = 64; // queries that share one reading of the panels

  private SimilarityRows() {}

  /** What is done with one row; a visitor belongs to one thread. */
  interface Visitor {
    /**
     * Called once for each query, in any order.
     *
     * @param query index of the query
     * @param scores [G] cosines, valid during the call
     */
    void visit(int query, float[] scores);
  }

  /**
   * Visits the row of every query.
   *
   * @param queries [Q, D] rows
   * @return the visitors, one for each thread
   */
  static <V extends Visitor> List<V> visit(
      float[] queries, int width, Panels references, int threads, Supplier<V> visitor) {
    int count = queries.length / width;
    int blocks = (count + BLOCK - 1) / BLOCK;
    return Workers.run(
            threads,
            blocks,
            () -> new Block<>(references, Math.min(BLOCK, count), visitor.get()),
            (block, index) ->
                block.visit(queries, index * BLOCK, Math.min(count, (index + 1) * BLOCK)))
        .stream()
        .map(block -> block.visitor)
        .toList();
  }

  /** Scratch memory of one thread. */
  private static final class Block<V extends Visitor> {
    private final Panels references;
    private final V visitor;
    private final float[][] queries; // [64 or Q, D rounded up]
    private final float[][] scores; // [64 or Q, G]
    private final float[] sums; // [columns of a panel]

    Block(Panels references, int rows, V visitor) {
      this.references = references;
      this.visitor = visitor;
      this.sums = new float[references.columns()];
      this.queries = new float[rows][];
      this.scores = new float[rows][references.count()];
    }

    void visit(float[] rows, int from, int to) {
      for (int query = from; query < to; query++) {
        queries[query - from] = references.padded(rows, query);
      }
      for (int panel = 0; panel < references.size(); panel++) {
        for (int i = 0; i < to - from; i++) {
          references.multiply(panel, queries[i], sums, scores[i]);
        }
      }
      for (int query = from; query < to; query++) {
        visitor.visit(query, scores[query - from]);
      }
    }
  }
}
