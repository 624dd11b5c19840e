package arcface4j.backend;

import java.util.Objects;
import java.util.Optional;

/**
 * How many threads the environment gives OpenMP, which ND4J and oneDNN compute with.
 *
 * @param asked the value of {@code OMP_NUM_THREADS}; empty where it has none
 */
public record OpenMpThreads(String asked) {

  private static final String VARIABLE = "OMP_NUM_THREADS";

  /** What this process was started with. */
  public static OpenMpThreads ofEnvironment() {
    return new OpenMpThreads(Objects.requireNonNullElse(System.getenv(VARIABLE), ""));
  }

  /** Why ND4J does not load with it, in one line, or nothing; OpenMP itself knows lists too. */
  Optional<String> problem() {
    return asked.isEmpty() || asked.matches("[1-9][0-9]{0,3}")
        ? Optional.empty()
        : Optional.of(
            "%s=%s is not a whole number from 1 to 9999, which ND4J needs; give one, or unset it"
                .formatted(VARIABLE, asked));
  }

  /**
   * The number that was asked for, else that of this process's processors.
   *
   * @throws BackendException if what was asked for is no such number
   */
  public int count() {
    problem()
        .ifPresent(
            reason -> {
              throw new BackendException(reason);
            });
    return asked.isEmpty() ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(asked);
  }
}
