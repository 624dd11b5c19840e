package arcface4j.model;

import arcface4j.engine.EngineException;
import arcface4j.engine.Onednn;
import arcface4j.engine.Precision;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the layers of the backbone are computed with.
 *
 * @param onednn the fast engine, or empty for ND4J's operations
 * @param precision of activations; float32 without the fast engine
 */
public record Compute(Optional<Onednn> onednn, Precision precision) implements AutoCloseable {

  /** ND4J's operations in float32. */
  public static final Compute ND4J = new Compute(Optional.empty(), Precision.F32);

  /**
   * Settles a choice.
   *
   * @param hasOnednn whether this build has the fast engine's library
   * @param note hears one line that says what will compute
   * @param warning hears one line where that is not the engine that was to be expected
   * @throws EngineException if the engine or precision that was asked for cannot run here
   */
  public static Compute of(
      EngineChoice choice,
      Precision precision,
      boolean hasOnednn,
      Consumer<String> note,
      Consumer<String> warning) {
    return of(choice, precision, hasOnednn, Onednn::open, note, warning);
  }

  /** The same with another way to load the engine. */
  static Compute of(
      EngineChoice choice,
      Precision precision,
      boolean hasOnednn,
      Supplier<Onednn> loader,
      Consumer<String> note,
      Consumer<String> warning) {
    if (choice == EngineChoice.ND4J || (choice == EngineChoice.AUTO && !hasOnednn)) {
      return nd4j(precision, note);
    }
    if (!hasOnednn) {
      throw new EngineException(
          "this build has no oneDNN on board (it is the CUDA build); use --engine nd4j, or build"
              + " for the processor with `mvn package`");
    }
    try {
      return onednn(precision, loader, note);
    } catch (EngineException e) {
      if (choice == EngineChoice.ONEDNN || precision == Precision.BF16) {
        throw e;
      }
      warning.accept(e.getMessage() + "; going on with ND4J's operations, far slower");
      return nd4j(precision, note);
    }
  }

  private static Compute onednn(
      Precision precision, Supplier<Onednn> loader, Consumer<String> note) {
    Onednn engine = loader.get();
    try {
      engine.require(precision);
    } catch (EngineException e) {
      engine.close();
      throw e;
    }
    Compute compute = new Compute(Optional.of(engine), precision);
    note.accept("engine: " + compute.describe());
    return compute;
  }

  private static Compute nd4j(Precision precision, Consumer<String> note) {
    if (precision == Precision.BF16) {
      throw new EngineException("bf16 needs the oneDNN engine; ND4J computes in f32 here");
    }
    note.accept("engine: " + ND4J.describe());
    return ND4J;
  }

  /** The precision as on the command line. */
  public String precisionLabel() {
    return precision.label();
  }

  /** Frees the engine, behind the networks that compute with it. */
  @Override
  public void close() {
    onednn.ifPresent(Onednn::close);
  }

  /** Engine, instructions, threads and precision in a few words. */
  public String describe() {
    return onednn.map(Onednn::toString).orElse("ND4J's operations") + ", " + precision;
  }
}
