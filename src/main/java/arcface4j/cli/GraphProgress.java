package arcface4j.cli;

import arcface4j.io.AtomicFile;
import arcface4j.search.EmbeddingIndex;
import arcface4j.search.GraphHost;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ProgressBar;

/** Shows the making of an index's graph, stores it, and ends it when a stop is asked for. */
final class GraphProgress implements GraphHost, AutoCloseable {

  private final BooleanSupplier stopRequested;
  private final Console console;
  private ProgressBar bar;

  private GraphProgress(BooleanSupplier stopRequested, Console console) {
    this.stopRequested = stopRequested;
    this.console = console;
  }

  /**
   * Reads an index for approximate search; see {@link EmbeddingIndex#readWithGraph}.
   *
   * @throws InterruptedIOException if a stop was asked for
   */
  static EmbeddingIndex read(
      Path index, boolean upToDate, BooleanSupplier stopRequested, Console console)
      throws IOException {
    try (GraphProgress progress = new GraphProgress(stopRequested, console)) {
      return EmbeddingIndex.readWithGraph(index, upToDate, progress);
    }
  }

  @Override
  public void tell(String line) {
    close();
    console.note(line);
  }

  @Override
  public synchronized void progress(int done, int total) throws IOException {
    if (stopRequested.getAsBoolean()) {
      throw new InterruptedIOException("stopped after a request; no graph was written");
    }
    if (bar == null) {
      bar = ProgressBars.images("graph", total, console);
    }
    bar.stepTo(done);
  }

  @Override
  public void prepare(Path target) throws IOException {
    new OutputFile("index", target, OutputKind.GRAPH).require();
  }

  @Override
  public void store(Path target, Body body) throws IOException {
    AtomicFile.write(target, body::writeTo);
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
