package arcface4j.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ComputeThreadTest {

  private final ComputeThread thread = new ComputeThread();

  @AfterEach
  void end() {
    thread.end(() -> {});
  }

  @Test
  void oneDaemonWorksForAllCallers() {
    List<Thread> workers =
        IntStream.range(0, 20)
            .parallel()
            .mapToObj(i -> thread.run(Thread::currentThread))
            .distinct()
            .toList();
    assertEquals(1, workers.size());
    assertTrue(workers.get(0).isDaemon());
  }

  @Test
  void aFailureReachesTheCallerAsItIs() {
    IOException checked = new IOException("no such file");
    assertSame(checked, assertThrows(IOException.class, () -> thread.run(failing(checked))));
    IllegalArgumentException unchecked = new IllegalArgumentException("no image");
    assertSame(
        unchecked,
        assertThrows(IllegalArgumentException.class, () -> thread.run(failing(unchecked))));
    OutOfMemoryError error = new OutOfMemoryError("heap");
    ComputeThread.Work<Void, RuntimeException> outOfMemory =
        () -> {
          throw error;
        };
    assertSame(error, assertThrows(OutOfMemoryError.class, () -> thread.run(outOfMemory)));
  }

  private static <E extends Exception> ComputeThread.Work<Void, E> failing(E failure) {
    return () -> {
      throw failure;
    };
  }

  @Test
  void anInterruptedCallerGetsItsResultAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    int result = thread.run(() -> 7);
    assertTrue(Thread.interrupted());
    assertEquals(7, result);
  }

  @Test
  void theLastWorkIsDoneOnceAndNothingBehindIt() {
    AtomicInteger done = new AtomicInteger();
    thread.end(done::incrementAndGet);
    thread.end(done::incrementAndGet);
    assertEquals(1, done.get());
    IllegalStateException closed =
        assertThrows(IllegalStateException.class, () -> thread.run(done::incrementAndGet));
    assertEquals("the model is closed", closed.getMessage());
  }
}
