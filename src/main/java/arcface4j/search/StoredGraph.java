package arcface4j.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The graph that is kept beside an index: used while it fits, made anew otherwise.
 *
 * @param file the index
 * @param place where the graph lies, or will
 * @param host hears what is done, and writes
 */
record StoredGraph(IndexFile file, Path place, GraphHost host) {

  /** A graph is made anew when more than one part in so many of its index has changed since. */
  private static final int MOST_CHANGED = 10;

  /**
   * The graph that is there, unless it cannot be used, which is told.
   *
   * @param upToDate whether a graph that does not hold the newest entries is too old
   * @throws IndexException if the index has no entries, or a file in the graph's place is something
   *     else
   */
  Optional<GraphFile> find(boolean upToDate) throws IOException {
    if (file.alive(file.blocks()).isEmpty()) {
      throw new IndexException("the index has no entries; there is nothing to make a graph of");
    }
    if (!Files.exists(place)) {
      host.tell(place + " is not there yet; it is made once");
      return Optional.empty();
    }
    GraphFile.requireGraph(place);
    try {
      GraphFile graph = GraphFile.read(place);
      Optional<String> fault = fault(graph, upToDate);
      fault.ifPresent(this::tellFault);
      return fault.isEmpty() ? Optional.of(graph) : Optional.empty();
    } catch (IndexException e) {
      tellFault(e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<String> fault(GraphFile graph, boolean upToDate) {
    if (graph.blocks() > file.blocks() || !graph.state().equals(file.state(graph.blocks()))) {
      return Optional.of("the graph is not that of this index");
    }
    int changes = graph.blocks() < file.blocks() ? CoveredRows.changes(file, graph.blocks()) : 0;
    boolean tooOld = upToDate ? changes > 0 : changes > graph.nodes() / MOST_CHANGED;
    return tooOld
        ? Optional.of("%d entries were added or removed since".formatted(changes))
        : Optional.empty();
  }

  private void tellFault(String reason) {
    host.tell("%s: %s; it is made anew".formatted(place, reason));
  }

  /** Links the rows of the whole index and stores the graph. */
  GraphFile make(CoveredRows rows) throws IOException {
    host.prepare(place);
    GraphFile graph = GraphFile.build(file, rows, host);
    host.store(place, graph::writeTo);
    host.tell(place + ": " + graph.describe());
    return graph;
  }
}
