package arcface4j.reliability;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One reading of a damaged file: what it took and how it ended.
 *
 * @param processorNanos of its thread, so that a busy machine does not count
 * @param allocatedBytes of its thread on the heap
 * @param outcome what was thrown, or null
 * @param ended whether it ended at all
 */
record Judged(long processorNanos, long allocatedBytes, Throwable outcome, boolean ended) {

  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long MOST_BYTES = 256L << 20;
  private static final int MOST_TIMES_FILE = 10;
  private static final long PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(2);

  /** Reads in a thread of its own, which is left behind if it does not end. */
  static Judged read(FileKind kind, Path file) throws InterruptedException {
    ThreadMXBean meter = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Judged[] result = {null};
    Thread thread =
        new Thread(
            () -> {
              long bytes = meter.getCurrentThreadAllocatedBytes();
              long nanos = meter.getCurrentThreadCpuTime();
              Throwable outcome = null;
              try {
                kind.read(file);
              } catch (Throwable e) {
                outcome = e;
              }
              result[0] =
                  new Judged(
                      meter.getCurrentThreadCpuTime() - nanos,
                      meter.getCurrentThreadAllocatedBytes() - bytes,
                      outcome,
                      true);
            });
    thread.setDaemon(true);
    thread.start();
    thread.join(PATIENCE_MILLIS);
    return result[0] == null ? new Judged(MOST_NANOS, 0, null, false) : result[0];
  }

  /** What is wrong with it, if anything. */
  Optional<String> fault(Path file, long fileBytes) {
    if (!ended) {
      return Optional.of("it does not end");
    }
    if (processorNanos > MOST_NANOS) {
      return Optional.of("it takes " + processorNanos / 1_000_000 + " ms of the processor");
    }
    if (allocatedBytes > MOST_BYTES + MOST_TIMES_FILE * fileBytes) {
      return Optional.of(
          "it allocates %d MiB for %d bytes".formatted(allocatedBytes >> 20, fileBytes));
    }
    if (outcome == null) {
      return Optional.empty();
    }
    if (!(outcome instanceof IOException)) {
      return Optional.of("it throws " + outcome);
    }
    String message = outcome.getMessage();
    boolean isTold =
        message != null && message.lines().count() == 1 && message.contains(stem(file));
    return isTold ? Optional.empty() : Optional.of("its message is: " + outcome);
  }

  /** The name up to its first dot: a table and its array name each other. */
  private static String stem(Path file) {
    String name = file.getFileName().toString();
    return file.resolveSibling(name.substring(0, name.indexOf('.'))).toString();
  }
}
