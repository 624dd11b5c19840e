package arcface4j.engine;

import java.util.EnumMap;
import java.util.Map;

/**
 * Where the time of a program went since its profile was last reset.
 *
 * @param nanos time by phase, in nanoseconds
 * @param calls primitives executed by phase
 */
public record StepProfile(Map<Phase, Long> nanos, Map<Phase, Long> calls) {

  public StepProfile {
    nanos = Map.copyOf(nanos);
    calls = Map.copyOf(calls);
  }

  static StepProfile of(long[] nanos, long[] calls) {
    Map<Phase, Long> nanosByPhase = new EnumMap<>(Phase.class);
    Map<Phase, Long> callsByPhase = new EnumMap<>(Phase.class);
    for (Phase phase : Phase.values()) {
      nanosByPhase.put(phase, nanos[phase.ordinal()]);
      callsByPhase.put(phase, calls[phase.ordinal()]);
    }
    return new StepProfile(nanosByPhase, callsByPhase);
  }

  /** Nothing. */
  public static StepProfile empty() {
    return of(new long[Phase.values().length], new long[Phase.values().length]);
  }

  /** Both together. */
  public StepProfile plus(StepProfile other) {
    long[] sumOfNanos = new long[Phase.values().length];
    long[] sumOfCalls = new long[sumOfNanos.length];
    for (Phase phase : Phase.values()) {
      sumOfNanos[phase.ordinal()] = nanos(phase) + other.nanos(phase);
      sumOfCalls[phase.ordinal()] = calls(phase) + other.calls(phase);
    }
    return of(sumOfNanos, sumOfCalls);
  }

  public long nanos(Phase phase) {
    return nanos.get(phase);
  }

  public long calls(Phase phase) {
    return calls.get(phase);
  }
}
