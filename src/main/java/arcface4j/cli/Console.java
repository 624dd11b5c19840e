package arcface4j.cli;

import arcface4j.app.Remarks;
import java.io.IOException;
import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out results
 * @param err progress, warnings, errors
 */
record Console(PrintStream out, PrintStream err) {

  void result(String line) {
    out.println(line);
  }

  /**
   * Ends what was said.
   *
   * @throws IOException if results were lost, which a {@link PrintStream} tells only if asked
   */
  void requireWritten() throws IOException {
    if (out.checkError()) {
      throw new IOException("standard output does not take the results: full or closed");
    }
  }

  void note(String line) {
    err.println(line);
  }

  /** What the layers below say, said here. */
  Remarks remarks() {
    return new Remarks(this::note, this::warn);
  }

  void warn(String line) {
    err.println("warning: " + line);
  }
}
