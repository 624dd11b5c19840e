package arcface4j.cli;

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

  void note(String line) {
    err.println(line);
  }

  void warn(String line) {
    err.println("warning: " + line);
  }
}
