package arcface4j.search;

import arcface4j.eval.ExactSearch;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How wide a walk through a graph has to be, found by trying: rows that the graph does not hold are
 * searched for, and the beam grows until what it finds agrees with a comparison of all rows. How
 * wide that is depends on the vectors: random ones need nearly every row, embeddings of a trained
 * model a hundredth.
 *
 * @param beam candidates that a walk keeps for 10 neighbours
 * @param recall share of the true 10 nearest that it found
 * @param compared share of the rows that a query was compared with
 */
record BeamChoice(int beam, double recall, double compared) {

  /** Neighbours that recall is measured at. */
  static final int K = 10;

  /** What is promised is 0.98; the rest is for the error of a sample. */
  static final double WANTED_RECALL = 0.99;

  /**
   * The share of rows above which comparing all is faster: a walk takes row after row from all over
   * the memory, at ten times the price of a row in the matrix product.
   */
  private static final double MOST_COMPARED = 0.1;

  private static final int FIRST_BEAM = 16;
  private static final int CHUNK_ROWS = 1 << 16;

  /**
   * Tries growing beams.
   *
   * @param rows [N, D] of the graph
   * @param sample [S, D] rows that are not in it; without any, every row is compared
   */
  static BeamChoice of(
      NeighbourGraph graph, float[][] rows, List<float[]> sample, NeighbourGraph.Progress progress)
      throws IOException {
    int k = Math.min(K, rows.length);
    float[] least = leastCosines(rows, sample, k);
    int beam = FIRST_BEAM;
    while (!sample.isEmpty() && beam < rows.length) {
      progress.linked(rows.length);
      BeamChoice choice = measure(graph, rows, sample, k, least, beam);
      if (choice.recall >= WANTED_RECALL || choice.compared > MOST_COMPARED) {
        return choice;
      }
      beam += beam / 2;
    }
    return new BeamChoice(rows.length, 1, 1);
  }

  /** Whether a walk is worth while; otherwise all rows have to be compared. */
  boolean pays() {
    return recall >= WANTED_RECALL && compared <= MOST_COMPARED;
  }

  private static BeamChoice measure(
      NeighbourGraph graph, float[][] rows, List<float[]> sample, int k, float[] least, int beam) {
    int queries = sample.size();
    long[] compared = new long[queries];
    long hits =
        IntStream.range(0, queries)
            .parallel()
            .mapToLong(
                q -> {
                  float[] query = sample.get(q);
                  NeighbourGraph.Found found = graph.nearest(query, k, beam, node -> true);
                  compared[q] = found.compared();
                  return Arrays.stream(found.nodes())
                      .filter(node -> ExactSearch.cosine(query, rows[node]) >= least[q])
                      .count();
                })
            .sum();
    double share = Arrays.stream(compared).sum() / ((double) queries * rows.length);
    return new BeamChoice(beam, (double) hits / (queries * k), share);
  }

  /** The k-th largest cosine [S] of each sample row with all rows, of which a chunk is copied. */
  private static float[] leastCosines(float[][] rows, List<float[]> sample, int k) {
    float[] queries = flat(sample);
    int[] nobody = ExactSearch.nobody(sample.size());
    float[][] largest = new float[sample.size()][0]; // [S, k or fewer] rising
    for (int from = 0; from < rows.length; from += CHUNK_ROWS) {
      List<float[]> chunk =
          Arrays.asList(rows).subList(from, Math.min(rows.length, from + CHUNK_ROWS));
      ExactSearch search = new ExactSearch(rows[0].length);
      search.add(flat(chunk));
      List<List<ExactSearch.Neighbour>> found = search.search(queries, k, nobody);
      for (int q = 0; q < largest.length; q++) {
        largest[q] = largest(largest[q], found.get(q), k);
      }
    }
    float[] least = new float[largest.length];
    for (int q = 0; q < least.length; q++) {
      least[q] = largest[q][0];
    }
    return least;
  }

  private static float[] largest(float[] known, List<ExactSearch.Neighbour> found, int k) {
    float[] all = Arrays.copyOf(known, known.length + found.size());
    for (int i = 0; i < found.size(); i++) {
      all[known.length + i] = found.get(i).cosine();
    }
    Arrays.sort(all);
    return Arrays.copyOfRange(all, Math.max(0, all.length - k), all.length);
  }

  private static float[] flat(List<float[]> rows) {
    int width = rows.isEmpty() ? 0 : rows.get(0).length;
    float[] values = new float[rows.size() * width];
    for (int row = 0; row < rows.size(); row++) {
      System.arraycopy(rows.get(row), 0, values, row * width, width);
    }
    return values;
  }
}
