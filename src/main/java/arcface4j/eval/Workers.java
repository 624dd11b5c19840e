package arcface4j.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;

/** Shares numbered blocks of work among threads, each with scratch memory of its own. */
final class Workers {

  private Workers() {}

  /**
   * Does every block once, in any order, so the work must not depend on the order. What one thread
   * can do the caller does.
   *
   * @return the scratch of each thread
   */
  static <S> List<S> run(int threads, int blocks, Supplier<S> scratch, ObjIntConsumer<S> work) {
    AtomicInteger next = new AtomicInteger();
    int count = Math.max(1, Math.min(threads, blocks));
    if (count == 1) {
      return List.of(drain(next, blocks, scratch.get(), work));
    }
    ExecutorService pool = Executors.newFixedThreadPool(count);
    try {
      return results(
          pool.invokeAll(
              Collections.nCopies(count, () -> drain(next, blocks, scratch.get(), work))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the evaluation was interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static <S> S drain(AtomicInteger next, int blocks, S scratch, ObjIntConsumer<S> work) {
    for (int block = next.getAndIncrement(); block < blocks; block = next.getAndIncrement()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("the evaluation was interrupted");
      }
      work.accept(scratch, block);
    }
    return scratch;
  }

  private static <S> List<S> results(List<Future<S>> futures) throws InterruptedException {
    List<S> results = new ArrayList<>();
    for (Future<S> future : futures) {
      try {
        results.add(future.get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        if (e.getCause() instanceof Error cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      }
    }
    return results;
  }
}
