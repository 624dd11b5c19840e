package arcface4j.cli;

import arcface4j.backend.BackendKind;
import arcface4j.bench.BenchEngine;
import arcface4j.bench.BenchPhase;
import arcface4j.bench.BenchPlan;
import arcface4j.engine.EngineException;
import arcface4j.engine.Onednn;
import arcface4j.engine.Precision;
import arcface4j.model.Compute;
import arcface4j.model.EngineChoice;
import arcface4j.model.ResNetSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the options of {@code bench}. What is asked for by name and cannot run here is an error;
 * what {@code all} would have meant is left out with one line.
 */
final class BenchSettings {

  private static final String ALL = "all";
  private static final String AUTO = "auto";
  private static final int LARGEST_BATCH = 1 << 16;
  private static final int MOST_THREADS = 1024;
  private static final int CHANNELS = 3;
  private static final List<String> ENGINES = List.of(AUTO, "onednn", "nd4j", "bare", ALL);
  private static final List<String> PRECISIONS = List.of("f32", "bf16", ALL);
  private static final List<String> PHASES = List.of("train", "infer", "both");

  private final Arguments arguments;
  private final Console console;
  private final boolean onBoard = BackendKind.onBoard() == BackendKind.CPU;

  private BenchSettings(Arguments arguments, Console console) {
    this.arguments = arguments;
    this.console = console;
  }

  static BenchPlan plan(Arguments arguments, Console console) throws UsageException {
    return new BenchSettings(arguments, console).plan();
  }

  private BenchPlan plan() throws UsageException {
    String engine = arguments.choice("engine", ENGINES);
    String precision = arguments.choice("precision", PRECISIONS);
    List<Integer> batches = arguments.positives("batch-size", LARGEST_BATCH);
    List<BenchPhase> phases = phases();
    ResNetSpec network = new TrainSettings(arguments).network(CHANNELS, ResNetSpec.SMALLEST_IMAGE);
    int threads = threads();
    int steps = arguments.positive("steps");
    int warmup = arguments.positive("warmup");
    int classes = arguments.positive("classes");
    List<BenchEngine> engines = engines(engine);
    return new BenchPlan(
        engines,
        precisions(precision, engines),
        phases,
        batches,
        threads,
        steps,
        warmup,
        classes,
        network);
  }

  private List<BenchPhase> phases() throws UsageException {
    String phase = arguments.choice("phase", PHASES);
    return phase.equals("both")
        ? List.of(BenchPhase.values())
        : List.of(BenchPhase.valueOf(phase.toUpperCase(Locale.ROOT)));
  }

  private int threads() throws UsageException {
    return arguments.isGiven("threads")
        ? (int) arguments.integer("threads", 1, MOST_THREADS)
        : Onednn.threadsOfEnvironment();
  }

  private List<BenchEngine> engines(String name) {
    if (name.equals(AUTO)) {
      Compute compute = compute(EngineChoice.AUTO, Precision.F32);
      return List.of(compute.onednn().isPresent() ? BenchEngine.ONEDNN : BenchEngine.ND4J);
    }
    if (name.equals(ALL)) {
      return allEngines();
    }
    BenchEngine engine = BenchEngine.valueOf(name.toUpperCase(Locale.ROOT));
    compute(choice(engine), Precision.F32);
    return List.of(engine);
  }

  private List<BenchEngine> allEngines() {
    List<BenchEngine> engines = new ArrayList<>(List.of(BenchEngine.values()));
    if (isLeftOut("onednn and bare", EngineChoice.ONEDNN, Precision.F32)) {
      engines.retainAll(List.of(BenchEngine.ND4J));
    }
    return engines;
  }

  private List<Precision> precisions(String name, List<BenchEngine> engines) {
    if (!name.equals(ALL)) {
      Precision precision = Precision.valueOf(name.toUpperCase(Locale.ROOT));
      compute(choice(engines.get(0)), precision);
      return List.of(precision);
    }
    boolean without = isLeftOut("bf16", choice(engines.get(0)), Precision.BF16);
    return without ? List.of(Precision.F32) : List.of(Precision.values());
  }

  private boolean isLeftOut(String what, EngineChoice choice, Precision precision) {
    try {
      compute(choice, precision);
      return false;
    } catch (EngineException e) {
      console.note(what + " left out: " + e.getMessage());
      return true;
    }
  }

  private static EngineChoice choice(BenchEngine engine) {
    return engine == BenchEngine.ND4J ? EngineChoice.ND4J : EngineChoice.ONEDNN;
  }

  /** Refuses what cannot run here; the rows' own processes say nothing of it. */
  private Compute compute(EngineChoice choice, Precision precision) {
    return Compute.of(choice, precision, onBoard, note -> {});
  }
}
