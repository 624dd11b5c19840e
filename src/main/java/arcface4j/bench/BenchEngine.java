package arcface4j.bench;

import java.util.Locale;

/** Who computes. */
public enum BenchEngine {
  /** The fast engine in a whole step. */
  ONEDNN,
  /** ND4J's operations in a whole step. */
  ND4J,
  /** The fast engine's primitives alone: no head, updater or input around them. */
  BARE;

  /** The name on the command line and in results. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
