package arcface4j.api;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The one thread that a model computes on, whoever calls. OpenMP keeps threads for each thread that
 * ever came to it, one less than there are processors, for as long as that one lives: for 200
 * threads of a server on 16 processors that would be 3,000.
 *
 * <p>It is a daemon, and its executor ends it where nothing refers to the model any more.
 */
final class ComputeThread {

  private final ExecutorService executor = Executors.newSingleThreadExecutor(ComputeThread::daemon);

  /**
   * What is to be done.
   *
   * @param <T> what comes of it
   * @param <E> what it may fail with
   */
  interface Work<T, E extends Exception> extends Callable<T> {
    @Override
    T call() throws E;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "arcface4j-compute");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Does this behind what came before, and waits for it. What it fails with is thrown as it is. A
   * caller that is interrupted waits all the same, for a computation cannot be stopped, and returns
   * with its flag set.
   *
   * @throws IllegalStateException after {@link #end}
   */
  <T, E extends Exception> T run(Work<T, E> work) throws E {
    return ComputeThread.<T, E>await(submit(work));
  }

  private synchronized <T> Future<T> submit(Callable<T> work) {
    if (executor.isShutdown()) {
      throw new IllegalStateException("the model is closed");
    }
    return executor.submit(work);
  }

  /** Does this behind all else and lets the thread go; a second call does nothing. */
  synchronized void end(Runnable last) {
    if (!executor.isShutdown()) {
      Future<?> done = executor.submit(last);
      executor.shutdown();
      await(done);
    }
  }

  private static <T, E extends Exception> T await(Future<T> result) throws E {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return result.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw ComputeThread.<E>asItIs(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** E, unless it is unchecked: {@link Work} throws nothing else. */
  @SuppressWarnings("unchecked")
  private static <E extends Exception> E asItIs(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return (E) failure;
  }
}
