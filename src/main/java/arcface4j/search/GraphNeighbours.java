package arcface4j.search;

import arcface4j.eval.ExactSearch;
import arcface4j.eval.ExactSearch.Neighbour;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Finds entries by a graph, and the few that it does not hold by comparing them: those that its
 * beam was chosen with, and what was added to the index later. Entries that were removed later
 * still carry walks but are never found.
 */
final class GraphNeighbours implements Neighbours {

  private static final Comparator<Neighbour> NEAREST_FIRST =
      Comparator.comparing(Neighbour::cosine).reversed().thenComparing(Neighbour::row);

  private final float[][] rows; // [nodes, D]
  private final int[] entryOfNode; // [nodes], -1 where it was removed
  private final int remaining; // nodes that were not
  private final NeighbourGraph graph;
  private final int beam;
  private final ExactSearch rest;
  private final int[] entryOfRest; // rising

  GraphNeighbours(CoveredRows covered, GraphFile stored) {
    this.rows = covered.nodes();
    this.entryOfNode = covered.entryOfNode();
    this.remaining = (int) Arrays.stream(entryOfNode).filter(entry -> entry >= 0).count();
    this.graph = NeighbourGraph.of(rows, stored.levels());
    this.beam = stored.choice().beam();
    this.rest = covered.restSearch();
    this.entryOfRest = covered.entryOfRest();
  }

  @Override
  public List<List<Neighbour>> search(float[] queries, int k, int[] leftOut) {
    int[] leftOutOfRest =
        Arrays.stream(leftOut).map(entry -> Arrays.binarySearch(entryOfRest, entry)).toArray();
    List<List<Neighbour>> ofRest = rest.search(queries, k, leftOutOfRest);
    int width = queries.length / leftOut.length;
    return IntStream.range(0, leftOut.length)
        .parallel()
        .mapToObj(
            q -> {
              float[] query = Arrays.copyOfRange(queries, q * width, (q + 1) * width);
              return merged(ofNodes(query, k, leftOut[q]), ofRest.get(q), k);
            })
        .toList();
  }

  private List<Neighbour> merged(List<Neighbour> ofNodes, List<Neighbour> ofRest, int k) {
    List<Neighbour> all = new ArrayList<>(ofNodes);
    ofRest.forEach(found -> all.add(new Neighbour(entryOfRest[found.row()], found.cosine())));
    all.sort(NEAREST_FIRST);
    return List.copyOf(all.subList(0, Math.min(k, all.size())));
  }

  private List<Neighbour> ofNodes(float[] query, int k, int leftOut) {
    IntPredicate accepted = node -> entryOfNode[node] >= 0 && entryOfNode[node] != leftOut;
    long beamForK = (long) beam * Math.max(k, BeamChoice.K) / BeamChoice.K;
    if (beamForK < rows.length) {
      int[] nodes = graph.nearest(query, k, (int) beamForK, accepted).nodes();
      if (nodes.length >= Math.min(k, remaining - 1)) {
        return IntStream.of(nodes).mapToObj(node -> neighbour(query, node)).toList();
      }
    }
    // The walk would see nearly everything, or got lost among copies of one image: compare all.
    return IntStream.range(0, rows.length)
        .filter(accepted)
        .mapToObj(node -> neighbour(query, node))
        .sorted(NEAREST_FIRST)
        .limit(k)
        .toList();
  }

  private Neighbour neighbour(float[] query, int node) {
    return new Neighbour(entryOfNode[node], ExactSearch.cosine(query, rows[node]));
  }
}
