package arcface4j.engine;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/**
 * oneDNN on this processor: the library, its version, what the processor can do, and the engine and
 * stream that programs run on.
 *
 * <p>The library computes with OpenMP (GNU libgomp). Its threads are set by the environment
 * variable {@code OMP_NUM_THREADS} before the JVM starts; without it every processor is used.
 */
public final class Onednn implements AutoCloseable {

  private final InstructionSet instructions;
  private final String version;
  private final Handles handles = new Handles();
  private final dnnl_engine engine;
  private final dnnl_stream stream;

  private Onednn() {
    switchPrimitiveCacheOff();
    instructions = InstructionSet.inEffect();
    version = readVersion();
    engine = new dnnl_engine();
    Status.check(dnnl.dnnl_engine_create(engine, dnnl.dnnl_cpu, 0), () -> "the processor's engine");
    handles.own(engine, dnnl::dnnl_engine_destroy);
    stream = new dnnl_stream();
    Status.check(
        dnnl.dnnl_stream_create(stream, engine, dnnl.dnnl_stream_default_flags), () -> "a stream");
    handles.own(stream, dnnl::dnnl_stream_destroy);
  }

  /**
   * Loads oneDNN, which happens once in a JVM.
   *
   * @throws EngineException if there is no library for this platform or the processor is too old
   */
  public static Onednn open() {
    try {
      return new Onednn();
    } catch (LinkageError | RuntimeException e) {
      throw new EngineException(
          "oneDNN does not load on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + " ("
              + e
              + "); it needs org.bytedeco:dnnl with natives of this platform, or --engine nd4j",
          e);
    }
  }

  // With its cache on, oneDNN 3.13 sometimes takes another primitive for a data gradient that runs
  // on a forward kernel, and dies for want of scratch memory (docs/performance.md). Programs make
  // each primitive once, so the cache gives nothing.
  private static void switchPrimitiveCacheOff() {
    Status.check(dnnl.dnnl_set_primitive_cache_capacity(0), () -> "the cache of primitives");
  }

  private static String readVersion() {
    dnnl_version_t found = dnnl.dnnl_version();
    return found.major() + "." + found.minor() + "." + found.patch();
  }

  /** Whether this processor computes the precision in hardware. */
  public boolean supports(Precision precision) {
    return instructions.supports(precision);
  }

  /**
   * Throws unless the precision is supported.
   *
   * @throws EngineException naming the instructions that are missing
   */
  public void require(Precision precision) {
    instructions.require(precision);
  }

  /** The layout of activations that is faster on this processor. */
  Layout bestLayout(Precision precision, int batch, int narrowest) {
    return Layout.bestFor(precision, batch, narrowest, instructions);
  }

  /** Threads that the primitives use: {@code OMP_NUM_THREADS}, else the number of processors. */
  public int threads() {
    String chosen = System.getenv("OMP_NUM_THREADS");
    return chosen != null && chosen.matches("[1-9][0-9]{0,3}")
        ? Integer.parseInt(chosen)
        : Runtime.getRuntime().availableProcessors();
  }

  /** One line for logs: version, instructions and threads. */
  @Override
  public String toString() {
    return "oneDNN " + version + ", " + instructions + ", " + threads() + " threads";
  }

  InstructionSet instructions() {
    return instructions;
  }

  dnnl_engine engine() {
    requireOpen();
    return engine;
  }

  dnnl_stream stream() {
    requireOpen();
    return stream;
  }

  private void requireOpen() {
    if (Pointer.isNull(engine)) {
      throw new IllegalStateException("oneDNN was closed; open it again");
    }
  }

  /** Frees engine and stream. Close the programs first. */
  @Override
  public void close() {
    handles.close();
    engine.setNull();
    stream.setNull();
  }
}
