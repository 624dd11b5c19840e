package arcface4j.search;

import arcface4j.eval.ExactSearch;
import java.io.IOException;
import java.util.List;

/** Finds entries of an index by their vectors. */
interface Neighbours {

  /**
   * The K nearest entries of each query, nearest first; fewer where there are no more.
   *
   * @param queries [Q, D]
   * @param leftOut [Q] the entry that a query leaves out, or {@link ExactSearch#NOBODY}
   */
  List<List<ExactSearch.Neighbour>> search(float[] queries, int k, int[] leftOut)
      throws IOException;
}
