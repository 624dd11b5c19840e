package arcface4j.cli;

import java.io.IOException;
import java.util.List;

/** A verb of the program, such as {@code train}. */
interface Command {

  /** The verb. */
  String name();

  /** One line for the list of commands. */
  String summary();

  /** What comes after the verb in the usage line, such as {@code cifar10 [options]}. */
  String synopsis();

  /** A command line that works, for the help. */
  String example();

  /** Every option the command takes. */
  List<Flag> flags();

  /**
   * Runs the command.
   *
   * @return the exit code of the process
   * @throws UsageException if an option is wrong: exit code 2
   * @throws IOException if the run fails on data, files or the network: exit code 1
   */
  int run(Arguments arguments, Console console) throws UsageException, IOException;
}
