package arcface4j.reliability;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A command, or a few, that are killed while they work, and what must be there afterwards. */
interface Work {

  String name();

  /** The command lines of a round. */
  List<String> lines();

  /**
   * Looks at the files after a kill.
   *
   * @param reported the number of the last command line that was reported as done, counted over all
   *     rounds; -1 for none
   * @throws AssertionError if a file cannot be read, or what was reported is not there
   */
  void check(long reported) throws IOException;

  /** Where files are written. */
  Path folder();

  /** The round that the next process begins with. */
  default int nextRound(long reported) {
    return 0;
  }
}
