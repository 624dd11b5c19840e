package arcface4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What tells, without reading it, whether a file was changed.
 *
 * @param bytes its length
 * @param modifiedNanos its time of modification, since 1970
 */
record FileState(long bytes, long modifiedNanos) {

  /** Some file systems count time in steps of two seconds. */
  private static final long COARSEST_STEP_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Empty if there is no such file, or none that may be looked at. */
  static Optional<FileState> of(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          new FileState(attributes.size(), attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether a change from now on shows in the time, even where time has coarse steps. */
  boolean isSettled() {
    long now = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    return Math.abs(now - modifiedNanos) > COARSEST_STEP_NANOS;
  }
}
