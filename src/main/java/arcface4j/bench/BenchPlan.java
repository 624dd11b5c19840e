package arcface4j.bench;

import arcface4j.engine.Precision;
import arcface4j.model.ResNetSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The cases of one call: every engine with every precision, phase and batch size.
 *
 * @param engines who computes
 * @param precisions of the activations; ND4J's operations have float32 alone
 * @param phases what is repeated
 * @param batches images in a step
 * @param threads of OpenMP
 * @param steps steps that count
 * @param warmup steps before them
 * @param classes of the head
 * @param network the backbone
 */
public record BenchPlan(
    List<BenchEngine> engines,
    List<Precision> precisions,
    List<BenchPhase> phases,
    List<Integer> batches,
    int threads,
    int steps,
    int warmup,
    int classes,
    ResNetSpec network) {

  /** The cases in the order in which they run. */
  public List<BenchCase> cases() {
    List<BenchCase> cases = new ArrayList<>();
    for (BenchEngine engine : engines) {
      for (Precision precision : precisions) {
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
}
