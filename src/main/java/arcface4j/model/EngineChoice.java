package arcface4j.model;

/** Who computes the backbone's layers. */
public enum EngineChoice {
  /** oneDNN where it can run, else ND4J's operations, with one warning. */
  AUTO,
  /** oneDNN, or an error that says why not. */
  ONEDNN,
  /** ND4J's operations: every processor, GPUs, and double precision. */
  ND4J
}
