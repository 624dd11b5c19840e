package arcface4j.bench;

import arcface4j.engine.Precision;
import arcface4j.model.ResNetSpec;

/**
 * What one row measures.
 *
 * @param engine who computes
 * @param precision of the activations
 * @param phase what is repeated
 * @param batch images in a step, N
 * @param threads of OpenMP
 * @param steps steps that count; their median is the result
 * @param warmup steps before them
 * @param classes of the head, K
 * @param network the backbone
 */
public record BenchCase(
    BenchEngine engine,
    Precision precision,
    BenchPhase phase,
    int batch,
    int threads,
    int steps,
    int warmup,
    int classes,
    ResNetSpec network) {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if one is not above 0
   */
  public BenchCase {
    if (batch < 1 || threads < 1 || steps < 1 || warmup < 1 || classes < 1) {
      throw new IllegalArgumentException(
          "batch %d, threads %d, steps %d, warm-up %d, classes %d; each must be 1 or more"
              .formatted(batch, threads, steps, warmup, classes));
    }
  }

  /** In a few words, for messages. */
  public String describe() {
    return "%s %s %s, batch %d, %d threads"
        .formatted(engine.label(), precision.label(), phase.label(), batch, threads);
  }
}
