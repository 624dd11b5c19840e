package arcface4j.data;

import arcface4j.io.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Closes a stream that nothing has come from for a while, so that its reader fails instead of
 * waiting for ever: the HTTP client's own time limit ends with the head of the answer.
 */
final class StallGuard implements AutoCloseable {

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(StallGuard::daemon);
  private final Duration patience;
  private volatile long lastNanos = System.nanoTime();
  private volatile boolean stalled;

  StallGuard(InputStream stream, Duration patience) {
    this.patience = patience;
    long nanos = patience.toNanos();
    clock.scheduleWithFixedDelay(
        () -> check(stream, nanos), nanos / 4, nanos / 4, TimeUnit.NANOSECONDS);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "arcface4j-stall-guard");
    thread.setDaemon(true);
    return thread;
  }

  private void check(InputStream stream, long nanos) {
    if (System.nanoTime() - lastNanos > nanos) {
      stalled = true;
      try {
        stream.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Something has come. */
  void alive() {
    lastNanos = System.nanoTime();
  }

  /** Why reading failed. */
  String reason(IOException failure) {
    return stalled
        ? "nothing came for " + patience.toMillis() + " ms"
        : DataException.reason(failure);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
