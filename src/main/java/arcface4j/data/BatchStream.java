package arcface4j.data;

import arcface4j.io.DataException;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The batches of one epoch in order, made ahead by daemon threads. At most one batch more than
 * there are threads is under way or waiting, so a slow reader does not fill the memory.
 *
 * <p>B is what a batch is: {@link Batch} where the network trains. For one reading thread. {@link
 * #close} ends the threads, also in the middle of an epoch.
 */
public final class BatchStream<B> implements AutoCloseable {

  /** Makes a batch by its number, on any of the threads. */
  public interface Maker<B> {
    /**
     * Makes it.
     *
     * @throws DataException if an image cannot be read
     */
    B make(int number) throws DataException;
  }

  private final Maker<B> maker;
  private final int end;
  private final ExecutorService workers;
  private final Queue<Future<B>> ahead = new ArrayDeque<>();
  private int submitted;
  private boolean closed;

  /** The batches {@code maker.make(first)} to {@code maker.make(end - 1)}. */
  public BatchStream(int first, int end, int threads, Maker<B> maker) {
    this.maker = maker;
    this.end = end;
    this.submitted = first;
    this.workers = Executors.newFixedThreadPool(threads, BatchStream::daemon);
    for (int i = 0; i <= threads; i++) {
      submitNext();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "arcface4j-prefetch");
    thread.setDaemon(true);
    return thread;
  }

  private void submitNext() {
    if (submitted < end) {
      int number = submitted++;
      ahead.add(workers.submit(() -> maker.make(number)));
    }
  }

  /** Whether there is one more batch. */
  public boolean hasNext() {
    return !closed && !ahead.isEmpty();
  }

  /**
   * Waits for the next batch. What went wrong while it was made is thrown here, and ends the
   * stream.
   *
   * @throws NoSuchElementException at the end of the epoch
   * @throws IllegalStateException if the stream is closed
   * @throws CancellationException if the reading thread is interrupted; its flag stays set
   * @throws DataException if an image cannot be read
   */
  public B next() throws DataException {
    if (closed) {
      throw new IllegalStateException("the batches are closed");
    }
    if (ahead.isEmpty()) {
      throw new NoSuchElementException("the epoch has no more batches");
    }
    B batch = await(ahead.remove());
    submitNext();
    return batch;
  }

  private B await(Future<B> future) throws DataException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while waiting for a batch");
    } catch (ExecutionException e) {
      close();
      throw failure(e.getCause());
    }
  }

  private static RuntimeException failure(Throwable cause) throws DataException {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof DataException broken) {
      throw new DataException(broken.getMessage(), broken);
    }
    return new IllegalStateException(
        "a batch could not be made: " + DataException.reason(cause), cause);
  }

  /**
   * Ends the threads; the batches that are ready are dropped. A batch under way is not interrupted,
   * which would close the file of a disk cache in the middle of its reading.
   */
  @Override
  public void close() {
    closed = true;
    ahead.forEach(batch -> batch.cancel(false));
    workers.shutdown();
    ahead.clear();
  }
}
