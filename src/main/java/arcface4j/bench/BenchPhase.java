package arcface4j.bench;

import java.util.Locale;

/** What is repeated. */
public enum BenchPhase {
  /** A training step: input, forward, head, backward, update. */
  TRAIN,
  /** Embedding a batch: features alone, no head runs. */
  INFER;

  /** The name on the command line and in results. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
