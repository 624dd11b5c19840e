package arcface4j.model;

import java.util.Arrays;
import java.util.function.Supplier;

/** Adds up how long the parts of a step beside the backbone take. */
final class StepClock {

  enum Part {
    HEAD,
    UPDATER
  }

  private final long[] nanos = new long[Part.values().length];

  <T> T time(Part part, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    nanos[part.ordinal()] += System.nanoTime() - start;
    return result;
  }

  void time(Part part, Runnable work) {
    time(
        part,
        () -> {
          work.run();
          return null;
        });
  }

  long nanos(Part part) {
    return nanos[part.ordinal()];
  }

  void reset() {
    Arrays.fill(nanos, 0);
  }
}
