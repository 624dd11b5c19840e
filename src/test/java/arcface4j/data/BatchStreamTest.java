package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.image.Preprocessing;
import arcface4j.io.DataException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BatchStreamTest {

  private static Batch batch(int number) {
    return new Batch(new float[0], 1, new int[0], new int[] {number});
  }

  @Test
  void failureInAWorkerComesOutOfNext() throws DataException {
    IllegalArgumentException cause = new IllegalArgumentException("bad image");
    try (BatchStream<Batch> stream =
        new BatchStream<Batch>(
            0,
            5,
            2,
            number -> {
              if (number == 1) {
                throw cause;
              }
              return batch(number);
            })) {
      assertEquals(0, stream.next().indices()[0]);
      IllegalStateException error = assertThrows(IllegalStateException.class, stream::next);
      assertSame(cause, error.getCause());
      assertTrue(error.getMessage().contains("bad image"), error.getMessage());
      assertFalse(stream.hasNext());
    }
  }

  @Test
  void aBatchMayBeLargerThanAllImages() throws DataException {
    ImageSet images = Shapes.generate(2, 3, 16, 1);
    try (BatchStream<PlaneBatch> batches = PlaneBatches.open(images, Integer.MAX_VALUE)) {
      assertEquals(6, batches.next().size());
      assertFalse(batches.hasNext());
    }
  }

  @Test
  void aBatchLargerThanAnArrayIsRefusedBeforeAnImageIsRead() {
    ImageFile gone = new ImageFile(Path.of("gone.png"), "", 0);
    ImageSet images =
        ImageSet.ofFiles(
            Collections.nCopies(15_000, gone),
            Preprocessing.ofFirstReleases(224),
            ImageCache.none());
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> PlaneBatches.open(images, 15_000));
    assertTrue(refused.getMessage().endsWith("at most 14266 fit"), refused.getMessage());
  }

  @Test
  void errorInAWorkerStaysAnError() {
    OutOfMemoryError cause = new OutOfMemoryError("heap");
    try (BatchStream<Batch> stream =
        new BatchStream<Batch>(
            0,
            1,
            1,
            number -> {
              throw cause;
            })) {
      assertSame(cause, assertThrows(OutOfMemoryError.class, stream::next));
    }
  }

  @Test
  void onlyAFewBatchesAreMadeAhead() throws InterruptedException, DataException {
    AtomicInteger made = new AtomicInteger();
    CountDownLatch ready = new CountDownLatch(3);
    try (BatchStream<Batch> stream =
        new BatchStream<Batch>(
            0,
            100,
            2,
            number -> {
              made.incrementAndGet();
              ready.countDown();
              return batch(number);
            })) {
      ready.await();
      Thread.sleep(50);
      assertEquals(3, made.get());
      stream.next();
      stream.next();
      Thread.sleep(50);
      assertTrue(made.get() <= 5, "made " + made);
    }
  }

  @Test
  void closeEndsDaemonThreadsAfterTheBatchUnderWay() throws InterruptedException {
    Set<Thread> workers = ConcurrentHashMap.newKeySet();
    Set<Integer> made = ConcurrentHashMap.newKeySet();
    CountDownLatch started = new CountDownLatch(2);
    CountDownLatch closed = new CountDownLatch(1);
    BatchStream<Batch> stream =
        new BatchStream<Batch>(
            0,
            100,
            2,
            number -> {
              workers.add(Thread.currentThread());
              started.countDown();
              try {
                closed.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              made.add(number);
              return batch(number);
            });
    started.await();
    stream.close();
    closed.countDown();
    assertEquals(2, workers.size());
    for (Thread worker : workers) {
      assertTrue(worker.isDaemon());
      worker.join(10_000);
      assertFalse(worker.isAlive());
    }
    assertEquals(Set.of(0, 1), made);
  }

  @Test
  void interruptedReaderIsToldAndStaysInterrupted() {
    CountDownLatch never = new CountDownLatch(1);
    try (BatchStream<Batch> stream =
        new BatchStream<Batch>(
            0,
            1,
            1,
            number -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return batch(number);
            })) {
      Thread.currentThread().interrupt();
      assertThrows(CancellationException.class, stream::next);
      assertTrue(Thread.interrupted());
    }
  }
}
