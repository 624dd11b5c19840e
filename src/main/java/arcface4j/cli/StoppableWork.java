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

  /** Does the work and shows its result; the exit code is 0, or that of the signal. */
  static int show(Console console, StoppableWork work) throws UsageException, IOException {
    try (TerminationSignals signals = TerminationSignals.install()) {
      try {
        console.result(work.run(signals::stopRequested));
        return 0;
      } catch (InterruptedIOException e) {
        console.note(e.getMessage());
        return signals.exitCode().orElse(Cli.FAILED);
      }
    }
  }
}
