package arcface4j.cli;

import arcface4j.backend.BackendKind;
import arcface4j.backend.OpenMpThreads;
import arcface4j.bench.BenchCase;
import arcface4j.bench.BenchEngine;
import arcface4j.bench.BenchPhase;
import arcface4j.engine.EngineException;
import arcface4j.engine.Precision;
import arcface4j.model.BackboneSpec;
import arcface4j.model.Compute;
import arcface4j.model.EngineChoice;
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
  private static final List<String> ENGINES = List.of(AUTO, "onednn", "nd4j", "bare", ALL);
  private static final List<String> PRECISIONS = List.of("f32", "bf16", ALL);
  private static final List<String> PHASES = List.of("train", "infer", "both");

  private final Console console;
  private final String engineName;
  private final String precisionName;
  private final List<Integer> batches;
  private final List<BenchPhase> phases;
  private final BackboneSpec network;
  private final int threads;
  private final int steps;
  private final int warmup;
  private final int classes;
  private final boolean hasOnednn = BackendKind.onBoard().hasOnednn();

  private BenchSettings(Arguments arguments, Console console) throws UsageException {
    this.console = console;
    engineName = arguments.choice("engine", ENGINES);
    precisionName = arguments.choice("precision", PRECISIONS);
    batches = arguments.positives("batch-size", LARGEST_BATCH);
    phases = phases(arguments.choice("phase", PHASES));
    network =
        new TrainSettings(arguments).network(TrainSettings.CHANNELS, BackboneSpec.SMALLEST_IMAGE);
    threads =
        arguments.isGiven("threads")
            ? (int) arguments.integer("threads", 1, MOST_THREADS)
            : OpenMpThreads.ofEnvironment().count();
    steps = arguments.positive("steps");
    warmup = arguments.positive("warmup");
    classes = arguments.positive("classes");
  }

  private static List<BenchPhase> phases(String name) {
    return name.equals("both")
        ? List.of(BenchPhase.values())
        : List.of(BenchPhase.valueOf(name.toUpperCase(Locale.ROOT)));
  }

  /** Every engine with every precision, phase and batch size, in the order in which they run. */
  static List<BenchCase> cases(Arguments arguments, Console console) throws UsageException {
    return new BenchSettings(arguments, console).cases();
  }

  private List<BenchCase> cases() {
    List<BenchCase> cases = new ArrayList<>();
    List<BenchEngine> engines = engines(engineName);
    List<Precision> precisions = precisions(precisionName, engines);
    for (BenchEngine engine : engines) {
      for (Precision precision : precisions) {
        // ND4J's operations have float32 alone.
        if (engine != BenchEngine.ND4J || precision == Precision.F32) {
          addCases(cases, engine, precision);
        }
      }
    }
    return cases;
  }

  private void addCases(List<BenchCase> cases, BenchEngine engine, Precision precision) {
    for (BenchPhase phase : phases) {
      for (int batch : batches) {
        cases.add(
            new BenchCase(
                engine, precision, phase, batch, threads, steps, warmup, classes, network));
      }
    }
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
    return Compute.of(choice, precision, hasOnednn, note -> {}, warning -> {});
  }
}
