package arcface4j.bench;

import arcface4j.data.Augmentation;
import arcface4j.data.BrokenImages;
import arcface4j.data.EpochBatches;
import arcface4j.data.FlipMode;
import arcface4j.data.ImageSet;
import arcface4j.data.Normalization;
import arcface4j.data.PaddingMode;
import arcface4j.data.Shapes;
import arcface4j.engine.NetworkSpec;
import arcface4j.engine.Onednn;
import arcface4j.engine.ProgramOptions;
import arcface4j.model.BackboneLayers;
import arcface4j.model.Compute;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.model.TrainingRule;
import arcface4j.model.WeightDecay;
import arcface4j.train.TorchSgd;
import java.io.IOException;
import java.util.Optional;

/** Makes what a case repeats. */
final class Workloads {

  private static final long SEED = 1;
  private static final int PADDING = 4;

  /** Most classes of the images; the head may have more, its time does not depend on labels. */
  private static final int LABELS = 10;

  private Workloads() {}

  /**
   * Makes it.
   *
   * @param onednn needed by all but {@link BenchEngine#ND4J}
   */
  static Workload of(BenchCase bench, Optional<Onednn> onednn) throws IOException {
    if (bench.engine() == BenchEngine.BARE) {
      return bare(bench, onednn.orElseThrow());
    }
    Optional<Onednn> used = bench.engine() == BenchEngine.ONEDNN ? onednn : Optional.empty();
    EmbeddingNetwork network = network(bench, new Compute(used, bench.precision()));
    return bench.phase() == BenchPhase.INFER
        ? new NetworkInference(network, pixels(bench), bench.batch())
        : new NetworkTraining(network, batches(bench).open(0, 0));
  }

  private static Workload bare(BenchCase bench, Onednn onednn) {
    NetworkSpec spec = BackboneLayers.of(bench.network());
    ProgramOptions options = ProgramOptions.of(bench.precision());
    return bench.phase() == BenchPhase.INFER
        ? BareWorkload.inference(onednn, spec, options, pixels(bench), bench.batch())
        : BareWorkload.training(onednn, spec, options, pixels(bench), bench.batch());
  }

  private static EmbeddingNetwork network(BenchCase bench, Compute compute) {
    return EmbeddingNetwork.create(
        bench.network(),
        BenchCase.HEAD,
        bench.classes(),
        new TrainingRule( // A rate that lets no loss run away over some steps on noise.
            TorchSgd.constant(1e-3, 0.9, true), new WeightDecay(5e-4, false)),
        compute,
        SEED);
  }

  private static float[] pixels(BenchCase bench) {
    int size = bench.network().imageSize();
    return BareParameters.gaussians(bench.batch() * bench.network().channels() * size * size, 1);
  }

  private static EpochBatches batches(BenchCase bench) throws IOException {
    long images = (long) bench.batch() * (bench.warmup() + bench.steps());
    int labels = Math.min(LABELS, bench.classes());
    int perClass = Math.toIntExact((images + labels - 1) / labels);
    ImageSet set = Shapes.generate(labels, perClass, bench.network().imageSize(), SEED);
    return EpochBatches.shuffled(
            set,
            bench.batch(),
            Normalization.of(set, BrokenImages.refused("")),
            new Augmentation(PADDING, PaddingMode.BLACK, FlipMode.RANDOM, 0),
            SEED,
            BrokenImages.refused(""))
        .withoutShortBatch();
  }
}
