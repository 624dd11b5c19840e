package arcface4j.search;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
   * @throws EOFException if an array does not end
   */
  static GraphLevels read(DataInput in, long most) throws IOException {
    int entry = in.readInt();
    int count = in.readInt();
    List<Level> levels = new ArrayList<>();
    for (int level = 0; level < count; level++) {
      levels.add(new Level(array(in, most), array(in, most), array(in, most)));
    }
    return new GraphLevels(entry, levels);
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
