package arcface4j.data;

import arcface4j.io.DataException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/** Whether a disk cache is still in use; its first failure is told, and is the last thing of it. */
final class CacheHealth {

  private final Path folder;
  private final Consumer<String> warnings;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean failed;

  CacheHealth(Path folder, Consumer<String> warnings) {
    this.folder = folder;
    this.warnings = warnings;
  }

  /** What is done with the cache; empty from its first failure on, and once it has ended. */
  <T> Optional<T> attempt(Supplier<Optional<T>> work) {
    if (ended.get()) {
      return Optional.empty();
    }
    try {
      return work.get();
    } catch (RuntimeException | AssertionError e) { // a damaged store fails in many ways
      giveUp(e);
      return Optional.empty();
    }
  }

  /** The end in order; what still goes on fails unheard. */
  void end() {
    ended.set(true);
  }

  boolean hasFailed() {
    return failed;
  }

  void giveUp(Throwable failure) {
    if (!ended.getAndSet(true)) {
      failed = true;
      warn(describe(failure));
    }
  }

  void warn(String line) {
    warnings.accept("disk cache " + folder + ": " + line);
  }

  private static String describe(Throwable failure) {
    if (failure instanceof MVStoreException store
        && store.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
      return "another process has it; this one decodes without";
    }
    Throwable reason = failure;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    String line =
        "%s; images are decoded without it (a damaged one starts anew once its folder is deleted)"
            .formatted(DataException.reason(reason));
    return new DataException(line).getMessage();
  }
}
