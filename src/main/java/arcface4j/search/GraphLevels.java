package arcface4j.search;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.apache.lucene.util.hnsw.HnswGraph.NodesIterator;
import org.apache.lucene.util.hnsw.NeighborArray;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;

/**
 * The links of a finished graph in flat arrays, as they stand in its file.
 *
 * @param entry the node on the top level where every walk begins
 * @param levels from the lowest, which has every node, to the top
 */
record GraphLevels(int entry, List<Level> levels) {

  /**
   * One level.
   *
   * @param nodes [n] rising
   * @param ends [n] where each node's links end
   * @param links of all nodes, one after the other
   */
  record Level(int[] nodes, int[] ends, int[] links) {

    /** The place of a node; on the lowest level its own number. */
    private int place(int node) {
      return node < nodes.length && nodes[node] == node ? node : Arrays.binarySearch(nodes, node);
    }

    /** The nodes that are numbers of the graph. */
    BitSet nodeSet(int size) {
      BitSet set = new BitSet();
      Arrays.stream(nodes).filter(node -> node >= 0 && node < size).forEach(set::set);
      return set;
    }

    /** Whether the nodes are that set, rising, and each one's links end where they can. */
    boolean fits(BitSet set) {
      boolean fits = nodes.length == set.cardinality() && ends.length == nodes.length;
      for (int i = 0; fits && i < nodes.length; i++) {
        fits = (i == 0 || nodes[i] > nodes[i - 1]) && ends[i] >= begin(i);
      }
      return fits
          && (nodes.length == 0 ? 0 : ends[nodes.length - 1]) == links.length
          && Arrays.stream(links).allMatch(link -> link >= 0 && set.get(link));
    }

    private int begin(int place) {
      return place == 0 ? 0 : ends[place - 1];
    }
  }

  static GraphLevels of(OnHeapHnswGraph graph) {
    List<Level> levels = new ArrayList<>();
    for (int level = 0; level < graph.numLevels(); level++) {
      levels.add(level(graph, level));
    }
    return new GraphLevels(graph.entryNode(), levels);
  }

  private static Level level(OnHeapHnswGraph graph, int level) {
    int[] nodes = NodesIterator.getSortedNodes(graph.getNodesOnLevel(level));
    int[] ends = new int[nodes.length];
    int count = 0;
    for (int place = 0; place < nodes.length; place++) {
      count += graph.getNeighbors(level, nodes[place]).size();
      ends[place] = count;
    }
    int[] links = new int[count];
    for (int place = 0, from = 0; place < nodes.length; from = ends[place++]) {
      NeighborArray neighbours = graph.getNeighbors(level, nodes[place]);
      System.arraycopy(neighbours.nodes(), 0, links, from, neighbours.size());
    }
    return new Level(nodes, ends, links);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(entry);
    out.writeInt(levels.size());
    for (Level level : levels) {
      write(out, level.nodes());
      write(out, level.ends());
      write(out, level.links());
    }
  }

  private static void write(DataOutput out, int[] values) throws IOException {
    out.writeInt(values.length);
    for (int value : values) {
      out.writeInt(value);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param most values that an array can have; more are refused before memory is taken
   * @param size nodes of the graph
   * @throws EOFException if an array does not end
   * @throws IndexException if a walk could leave the graph
   */
  static GraphLevels read(DataInput in, long most, int size) throws IOException {
    int entry = in.readInt();
    int count = in.readInt();
    List<Level> levels = new ArrayList<>();
    for (int level = 0; level < count; level++) {
      levels.add(new Level(array(in, most), array(in, most), array(in, most)));
    }
    GraphLevels read = new GraphLevels(entry, levels);
    if (!read.isWhole(size)) {
      throw new IndexException("the graph is damaged: its links lead out of it");
    }
    return read;
  }

  /**
   * Whether every link leads to a node of its level, and each level's nodes are in the one below.
   */
  private boolean isWhole(int size) {
    BitSet below = new BitSet();
    below.set(0, Math.max(0, size));
    boolean first = true;
    for (Level level : levels) {
      BitSet nodes = level.nodeSet(size);
      if (!level.fits(nodes) || (first ? !nodes.equals(below) : !isWithin(nodes, below))) {
        return false;
      }
      below = nodes;
      first = false;
    }
    return !first && entry >= 0 && below.get(entry);
  }

  private static boolean isWithin(BitSet some, BitSet all) {
    BitSet rest = (BitSet) some.clone();
    rest.andNot(all);
    return rest.isEmpty();
  }

  private static int[] array(DataInput in, long most) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new EOFException("an array of " + length + " numbers does not end within the graph");
    }
    int[] values = new int[length];
    for (int i = 0; i < length; i++) {
      values[i] = in.readInt();
    }
    return values;
  }

  /** The graph as Lucene walks it; each walk needs its own. */
  HnswGraph walk() {
    return new Walk();
  }

  private final class Walk extends HnswGraph {
    private Level level;
    private int next;
    private int end;

    @Override
    public void seek(int number, int node) {
      level = levels.get(number);
      int place = level.place(node);
      next = level.begin(place);
      end = level.ends()[place];
    }

    @Override
    public int nextNeighbor() {
      return next < end ? level.links()[next++] : DocIdSetIterator.NO_MORE_DOCS;
    }

    @Override
    public int size() {
      return levels.get(0).nodes().length;
    }

    @Override
    public int numLevels() {
      return levels.size();
    }

    @Override
    public int entryNode() {
      return entry;
    }

    @Override
    public NodesIterator getNodesOnLevel(int number) {
      int[] nodes = levels.get(number).nodes();
      return new ArrayNodesIterator(nodes, nodes.length);
    }
  }
}
