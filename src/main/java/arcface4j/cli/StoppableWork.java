package arcface4j.cli;

import arcface4j.train.TerminationSignals;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.BooleanSupplier;

/** Work that asks now and then whether SIGINT or SIGTERM came, and then ends in order. */
interface StoppableWork {

  /**
   * Does it.
   *
   * @return the result, for the user
   * @throws InterruptedIOException if a stop was asked for; the message says what became of the
   *     work
   */
  String run(BooleanSupplier stopRequested) throws UsageException, IOException;

  /** Work whose result is shown by itself. */
  interface Judged {

    /**
     * Does it.
     *
     * @return the exit code
     * @throws InterruptedIOException as {@link StoppableWork#run}
     */
    int run(BooleanSupplier stopRequested) throws UsageException, IOException;
  }

  /** Does the work and shows its result; the exit code is 0, or that of the signal. */
  static int show(Console console, StoppableWork work) throws UsageException, IOException {
    return judge(
        console,
        stopRequested -> {
          console.result(work.run(stopRequested));
          return 0;
        });
  }

  /** Does the work; the exit code is its own, or that of the signal. */
  static int judge(Console console, Judged work) throws UsageException, IOException {
    try (TerminationSignals signals = TerminationSignals.install()) {
      try {
        return work.run(signals::stopRequested);
      } catch (InterruptedIOException e) {
        console.note(e.getMessage());
        return signals.exitCode().orElse(Cli.FAILED);
      }
    }
  }
}
