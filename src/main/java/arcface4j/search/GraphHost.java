package arcface4j.search;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** What the graph of an index asks of the program around it. */
public interface GraphHost {

  /** Tells the user, in one line. */
  void tell(String line);

  /**
   * Hears where the graph will be stored, before it is made.
   *
   * @throws IOException if nothing can be stored there
   */
  void prepare(Path target) throws IOException;

  /**
   * Shows how far the making of a graph is.
   *
   * @throws IOException to end it
   */
  void progress(int done, int total) throws IOException;

  /** Writes a file whole or not at all. */
  void store(Path target, Body body) throws IOException;

  /** What is written. */
  interface Body {
    void writeTo(FileChannel channel) throws IOException;
  }
}
