package arcface4j.model;

import arcface4j.engine.Precision;
import java.util.stream.Stream;

/** The engines that a test runs with. */
final class Computes {

  private Computes() {}

  /** The fast engine in float32. */
  static Compute onednn() {
    return Compute.of(EngineChoice.ONEDNN, Precision.F32, true, note -> {}, warning -> {});
  }

  /** ND4J's operations, and the fast engine where it has the precision. */
  static Stream<Compute> of(boolean isDouble) {
    return isDouble ? Stream.of(Compute.ND4J) : Stream.of(Compute.ND4J, onednn());
  }
}
