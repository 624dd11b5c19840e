package arcface4j.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Native handles that are freed together, the last one first. */
final class Handles implements AutoCloseable {

  private final Deque<Runnable> frees = new ArrayDeque<>();

  /** Takes over a handle and returns it. */
  <T> T own(T handle, Consumer<? super T> free) {
    frees.push(() -> free.accept(handle));
    return handle;
  }

  /** Frees everything; a second call does nothing. */
  @Override
  public void close() {
    while (!frees.isEmpty()) {
      frees.pop().run();
    }
  }
}
