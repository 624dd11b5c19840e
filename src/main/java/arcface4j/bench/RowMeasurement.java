package arcface4j.bench;

import arcface4j.backend.BackendKind;
import arcface4j.backend.ResidentMemory;
import arcface4j.engine.ArithmeticPeak;
import arcface4j.engine.Onednn;
import arcface4j.engine.Operations;
import arcface4j.model.BackboneLayers;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;

/** Measures one case in this JVM, whose threads and memory are the row's own. */
final class RowMeasurement {

  private static final double MEGA = 1e6;
  private static final double GIGA = 1e9;

  private final BenchCase bench;
  private final double[] seconds; // of each step, sorted

  private RowMeasurement(BenchCase bench) {
    this.bench = bench;
    this.seconds = new double[bench.steps()];
  }

  static BenchRow of(BenchCase bench) throws IOException {
    Optional<Onednn> onednn =
        BackendKind.onBoard().hasOnednn() ? Optional.of(Onednn.open()) : Optional.empty();
    try {
      return new RowMeasurement(bench).measure(onednn);
    } finally {
      onednn.ifPresent(Onednn::close);
    }
  }

  private BenchRow measure(Optional<Onednn> onednn) throws IOException {
    OptionalDouble peakBefore = peak(onednn);
    StepTimes times;
    try (Workload workload = Workloads.of(bench, onednn)) {
      for (int step = 0; step < bench.warmup(); step++) {
        workload.step();
      }
      workload.resetTimes();
      for (int step = 0; step < bench.steps(); step++) {
        long start = System.nanoTime();
        workload.step();
        seconds[step] = (System.nanoTime() - start) / GIGA;
      }
      times = workload.times();
    }
    OptionalLong resident = ResidentMemory.peakBytes();
    // A machine that others use is slower in some seconds than in others.
    DoubleStream peaks = DoubleStream.concat(peakBefore.stream(), peak(onednn).stream());
    return row(times, resident, peaks.max());
  }

  private OptionalDouble peak(Optional<Onednn> onednn) {
    return onednn
        .map(engine -> OptionalDouble.of(ArithmeticPeak.measure(engine, bench.precision())))
        .orElse(OptionalDouble.empty());
  }

  private BenchRow row(StepTimes times, OptionalLong resident, OptionalDouble peak) {
    double whole = Arrays.stream(seconds).sum();
    Arrays.sort(seconds);
    double median = median();
    return new BenchRow(
        bench.engine().label(),
        bench.precision().label(),
        bench.phase().label(),
        bench.batch(),
        bench.threads(),
        bench.hasHead() ? bench.classes() : 0,
        bench.steps(),
        median,
        seconds[0],
        seconds[seconds.length - 1],
        bench.batch() / median,
        resident.isPresent() ? resident.getAsLong() / MEGA : null,
        peak.isPresent() ? operations() / median / peak.getAsDouble() : null,
        peak.isPresent() ? peak.getAsDouble() / GIGA : null,
        times.shares(Math.round(whole * GIGA)));
  }

  private double median() {
    int middle = seconds.length / 2;
    return seconds.length % 2 == 1 ? seconds[middle] : (seconds[middle - 1] + seconds[middle]) / 2;
  }

  private double operations() {
    Operations image = Operations.of(BackboneLayers.of(bench.network()));
    return bench.batch() * (bench.phase() == BenchPhase.TRAIN ? image.training() : image.forward());
  }
}
