package arcface4j.bench;

import arcface4j.engine.Precision;
import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.model.BackboneSpec;
import arcface4j.model.TrainingMemory;

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
    BackboneSpec network) {

  /** The head of every training. */
  static final MarginHead HEAD = MarginHead.of(HeadKind.ARCFACE);

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if one is not above 0, or if the network has more parameters
   *     than can be trained
   */
  public BenchCase {
    if (batch < 1 || threads < 1 || steps < 1 || warmup < 1 || classes < 1) {
      throw new IllegalArgumentException(
          "batch %d, threads %d, steps %d, warm-up %d, classes %d; each must be 1 or more"
              .formatted(batch, threads, steps, warmup, classes));
    }
    if (hasHead(engine, phase)) {
      // The memory is left to the row: the fast engine needs less than the generic kernels.
      new TrainingMemory(network, batch, HEAD, classes).requireWithin(Long.MAX_VALUE);
    }
  }

  /** Whether a head runs. */
  boolean hasHead() {
    return hasHead(engine, phase);
  }

  private static boolean hasHead(BenchEngine engine, BenchPhase phase) {
    return engine != BenchEngine.BARE && phase == BenchPhase.TRAIN;
  }

  /** In a few words, for messages. */
  public String describe() {
    return "%s %s %s, batch %d, %d threads"
        .formatted(engine.label(), precision.label(), phase.label(), batch, threads);
  }
}
