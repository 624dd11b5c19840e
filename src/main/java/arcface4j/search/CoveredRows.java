package arcface4j.search;

import arcface4j.eval.ExactSearch;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The rows of an index sorted into those that a graph holds, and the rest: of the first blocks, 256
 * rows spread evenly are held back to choose the beam with; of later blocks, everything.
 *
 * @param nodes [nodes, D] in the order of the file
 * @param entryOfNode [nodes] the entry, -1 if it was removed or replaced later
 * @param rest [R, D]
 * @param entryOfRest [R] rising
 */
record CoveredRows(float[][] nodes, int[] entryOfNode, List<float[]> rest, int[] entryOfRest) {

  private static final int SAMPLE = 256;
  private static final int LEAST_STRIDE = 4;
  private static final int REMOVED = -1;

  /** Takes an entry that counts and gives it the next number. */
  interface Entries {
    int add(String path, String label, FloatBuffer vector);
  }

  /** Reads an index of whose blocks the first ones are in a graph. */
  static CoveredRows read(IndexFile file, int coveredBlocks, Entries entries) throws IOException {
    Sorting sorting = new Sorting(file, coveredBlocks, entries);
    file.read(sorting::add);
    return new CoveredRows(
        sorting.nodes.toArray(float[][]::new),
        ints(sorting.entryOfNode),
        sorting.rest,
        ints(sorting.entryOfRest));
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  /** A search over the rest by comparing all of it. */
  ExactSearch restSearch() {
    int width = nodes[0].length;
    RowCollector collector = new RowCollector(width, rest.size());
    rest.forEach(row -> collector.add(FloatBuffer.wrap(row)));
    return collector.finish();
  }

  /** How many nodes were removed and how many rows were added since the graph was made. */
  static int changes(IndexFile file, int coveredBlocks) {
    Map<String, Long> then = file.alive(coveredBlocks);
    Map<String, Long> now = file.alive(file.blocks());
    return (int) (missing(then, now) + missing(now, then));
  }

  private static long missing(Map<String, Long> from, Map<String, Long> in) {
    return from.entrySet().stream().filter(e -> !e.getValue().equals(in.get(e.getKey()))).count();
  }

  private static final class Sorting {
    final List<float[]> nodes = new ArrayList<>();
    final List<Integer> entryOfNode = new ArrayList<>();
    final List<float[]> rest = new ArrayList<>();
    final List<Integer> entryOfRest = new ArrayList<>();

    private final int width;
    private final Map<String, Long> then;
    private final Map<String, Long> now;
    private final Entries entries;
    private final int stride;
    private int covered;

    Sorting(IndexFile file, int coveredBlocks, Entries entries) {
      this.width = file.kind().width();
      this.then = file.alive(coveredBlocks);
      this.now = coveredBlocks == file.blocks() ? then : file.alive(file.blocks());
      this.entries = entries;
      this.stride = Math.max(LEAST_STRIDE, then.size() / SAMPLE);
    }

    void add(long place, String path, String label, FloatBuffer vector) {
      boolean counts = isAt(now, path, place);
      boolean inGraph = isAt(then, path, place) && covered++ % stride != stride - 1;
      if (!counts && !inGraph) {
        return;
      }
      float[] row = new float[width];
      vector.duplicate().get(row);
      int entry = counts ? entries.add(path, label, vector) : REMOVED;
      (inGraph ? nodes : rest).add(row);
      (inGraph ? entryOfNode : entryOfRest).add(entry);
    }

    private static boolean isAt(Map<String, Long> places, String path, long place) {
      return places.getOrDefault(path, -1L) == place;
    }
  }
}
