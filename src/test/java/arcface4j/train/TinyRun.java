package arcface4j.train;

import arcface4j.data.Augmentation;
import arcface4j.data.BrokenImages;
import arcface4j.data.FlipMode;
import arcface4j.data.ImageSet;
import arcface4j.data.ImageSizes;
import arcface4j.data.Normalization;
import arcface4j.data.PaddingMode;
import arcface4j.data.Shapes;
import arcface4j.engine.Activation;
import arcface4j.engine.Precision;
import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.head.MarginWarmup;
import arcface4j.image.Preprocessing;
import arcface4j.model.BackboneSpec;
import arcface4j.model.Compute;
import arcface4j.model.EngineChoice;
import arcface4j.model.PlainSpec;
import arcface4j.model.ResNetSpec;
import arcface4j.model.WeightDecay;
import arcface4j.train.OptimizerOptions.RateSchedule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A run over 21 images in batches of 8, 8 and 5.
 *
 * @param network the backbone
 * @param compute who computes the layers
 * @param head what is trained
 * @param optimizer how
 * @param sizes of the images, epoch by epoch
 * @param batchSize images of a batch
 * @param epochs in all
 * @param seed of everything
 */
record TinyRun(
    BackboneSpec network,
    Compute compute,
    MarginHead head,
    OptimizerOptions optimizer,
    ImageSizes sizes,
    int batchSize,
    int epochs,
    long seed) {

  /** The fast engine where it is on board. */
  static final Compute COMPUTE =
      Compute.of(EngineChoice.AUTO, Precision.F32, true, note -> {}, warning -> {});

  static final int STEPS_PER_EPOCH = 3;

  private static final BackboneSpec RESIDUAL = ResNetSpec.of(List.of(1, 2), 4, 3, 32, 6);

  private static final ImageSet IMAGES = images();

  static TinyRun of(MarginHead head, RateSchedule schedule, double momentum) {
    OptimizerOptions optimizer =
        new OptimizerOptions(
            schedule, 0.01, momentum, momentum > 0, 1, 0.5, new WeightDecay(5e-4, false), 0);
    return new TinyRun(RESIDUAL, COMPUTE, head, optimizer, ImageSizes.FULL, 8, 2, 11);
  }

  /** ArcFace whose margin grows, and a rate that rises and falls. */
  static TinyRun usual() {
    MarginHead head = MarginHead.of(HeadKind.ARCFACE).withMarginWarmup(new MarginWarmup(0, 5));
    return of(head, RateSchedule.ONE_CYCLE, 0.9);
  }

  /** Every ingredient that adds to what a step does or a checkpoint holds. */
  static TinyRun withEveryIngredient() {
    TinyRun usual = usual();
    OptimizerOptions averaging =
        new OptimizerOptions(
            RateSchedule.ONE_CYCLE, 0.01, 0.9, true, 1, 0.5, new WeightDecay(5e-4, false), 0.6);
    return new TinyRun(
        RESIDUAL,
        COMPUTE,
        usual.head.withLabelSmoothing(0.1),
        averaging,
        ImageSizes.parse("16@0.5,32", 32),
        usual.batchSize,
        usual.epochs,
        usual.seed);
  }

  /** Of the other kind. */
  TinyRun withPlainNetwork() {
    BackboneSpec plain = PlainSpec.of(4, 3, 32, Activation.GELU, 6);
    return new TinyRun(plain, compute, head, optimizer, sizes, batchSize, epochs, seed);
  }

  TinyRun withNd4j() {
    return with(Compute.ND4J);
  }

  TinyRun with(Compute other) {
    return new TinyRun(network, other, head, optimizer, sizes, batchSize, epochs, seed);
  }

  TinyRun withEpochs(int number) {
    return new TinyRun(network, compute, head, optimizer, sizes, batchSize, number, seed);
  }

  TinyRun withSeed(long other) {
    return new TinyRun(network, compute, head, optimizer, sizes, batchSize, epochs, other);
  }

  /** The rate changes by this factor after every epoch. */
  TinyRun withRateFactor(double factor) {
    OptimizerOptions changed =
        new OptimizerOptions(
            RateSchedule.STEP, 0.01, 0.9, true, 1, factor, new WeightDecay(0, false), 0);
    return new TinyRun(network, compute, head, changed, sizes, batchSize, epochs, seed);
  }

  TinyRun withBatchSize(int size) {
    return new TinyRun(network, compute, head, optimizer, sizes, size, epochs, seed);
  }

  private static final BrokenImages NONE = BrokenImages.refused("");

  private static Normalization normalization() {
    try {
      return Normalization.of(IMAGES, NONE);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ImageSet images() {
    try {
      return Shapes.generate(3, 7, 32, 4);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private ModelDescription model() {
    return new ModelDescription(
        network, head, IMAGES.labelMap(), normalization(), Preprocessing.ofFirstReleases(32));
  }

  private TrainOptions options() {
    DataSource source = new ShapesSource(3, 7, 1, 4, "");
    Augmentation augmentation = new Augmentation(2, PaddingMode.REFLECT, FlipMode.RANDOM, 0);
    return new TrainOptions(
        "",
        "resnet",
        new DataOptions(source, 0, 0, augmentation, sizes),
        optimizer,
        epochs,
        batchSize,
        10,
        true,
        seed);
  }

  /** Trains from the beginning; the checkpoints lie in the folder itself. */
  TrainResult start(Path folder, EpochEvaluation evaluation, BooleanSupplier stop)
      throws IOException {
    try (Trainer trainer = Trainer.start(model(), options(), compute, IMAGES, NONE)) {
      return train(trainer, folder, evaluation, stop);
    }
  }

  /** Goes on from the last checkpoint in the folder. */
  TrainResult resume(Path folder, EpochEvaluation evaluation, BooleanSupplier stop)
      throws IOException {
    Checkpoint checkpoint = Checkpoint.load(folder.resolve(CheckpointKeeper.LAST));
    try (Trainer trainer = Trainer.resume(checkpoint, options(), compute, IMAGES, NONE)) {
      return train(trainer, folder, evaluation, stop);
    }
  }

  private TrainResult train(
      Trainer trainer, Path folder, EpochEvaluation evaluation, BooleanSupplier stop)
      throws IOException {
    EpochFileName names = EpochFileName.of(EpochFileName.READABLE, "shapes", "resnet");
    CheckpointPlan plan = new CheckpointPlan(folder, names, 2, 1);
    MetricsColumns columns = new MetricsColumns(false, false);
    return trainer.train(RunFolder.open(folder), plan, evaluation, columns, new Silent(), stop);
  }

  private static final class Silent implements TrainingListener {
    @Override
    public void stepDone(StepReport report) {}

    @Override
    public void epochDone(EpochReport report) {}

    @Override
    public void saved(Path checkpoint) {}
  }
}
