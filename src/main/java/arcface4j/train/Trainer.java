package arcface4j.train;

import arcface4j.data.Batch;
import arcface4j.data.BatchStream;
import arcface4j.data.BrokenImages;
import arcface4j.data.EpochBatches;
import arcface4j.data.ImageSet;
import arcface4j.data.augment.MixedLabels;
import arcface4j.engine.EngineException;
import arcface4j.head.BatchOutcome;
import arcface4j.io.DataException;
import arcface4j.model.AveragedWeights;
import arcface4j.model.Compute;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.model.TrainingRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The training loop: epochs of batches, each epoch measured, logged and saved.
 *
 * <p>A run that is stopped and resumed takes the same steps as one that is not: order and
 * augmentation of the images are functions of the seed and the epoch, rates and margins of the
 * step, and everything else is in the checkpoint.
 */
public final class Trainer implements AutoCloseable {

  private final ModelDescription model;
  private final TrainOptions options;
  private final EmbeddingNetwork network;
  private final DataFingerprint data;
  private final EpochBatches batches;
  private final Optional<AveragedWeights> average;
  private int epoch; // completed
  private double best = Double.NaN; // as CheckpointKeeper has it
  private EpochTotals totals;

  private Trainer(
      ModelDescription model,
      TrainOptions options,
      EmbeddingNetwork network,
      DataFingerprint data,
      EpochBatches batches) {
    this.model = model;
    this.options = options;
    this.network = network;
    this.data = data;
    this.batches = batches;
    double decay = options.optimizer().averagingDecay();
    this.average = decay == 0 ? Optional.empty() : Optional.of(new AveragedWeights(network, decay));
    this.totals = new EpochTotals();
  }

  /**
   * A run from its beginning.
   *
   * @param compute who computes the layers
   * @param images the training set, without what is held out
   * @param broken whether an image that cannot be read ends the run
   * @throws IllegalArgumentException if there are fewer images than one batch
   */
  public static Trainer start(
      ModelDescription model,
      TrainOptions options,
      Compute compute,
      ImageSet images,
      BrokenImages broken) {
    EpochBatches batches = batches(model, options, images, broken);
    return new Trainer(
        model,
        options,
        network(model, options, compute, batches),
        DataFingerprint.of(images),
        batches);
  }

  /**
   * A run as a checkpoint left it.
   *
   * @param options the checkpoint's own, perhaps with more epochs
   * @param images those of {@link Checkpoint#data}
   * @param broken whether an image that cannot be read ends the run
   */
  public static Trainer resume(
      Checkpoint checkpoint,
      TrainOptions options,
      Compute compute,
      ImageSet images,
      BrokenImages broken)
      throws CheckpointException {
    ModelDescription model = checkpoint.model();
    Progress progress = checkpoint.progress();
    EpochBatches batches = batches(model, options, images, broken);
    EmbeddingNetwork network = network(model, options, compute, batches);
    checkpoint.restore(network);
    Trainer trainer = new Trainer(model, options, network, DataFingerprint.of(images), batches);
    if (trainer.average.isPresent()) {
      checkpoint.restoreWeights(network, trainer.average.get());
    }
    trainer.epoch = progress.epoch();
    trainer.best = progress.best() == null ? Double.NaN : progress.best();
    trainer.totals = checkpoint.totals();
    return trainer;
  }

  private static EpochBatches batches(
      ModelDescription model, TrainOptions options, ImageSet images, BrokenImages broken) {
    if (images.size() < options.batchSize()) {
      throw new IllegalArgumentException(
          "%d training images are fewer than one batch of %d; give a smaller --batch-size"
              .formatted(images.size(), options.batchSize()));
    }
    return EpochBatches.shuffled(
        images,
        options.batchSize(),
        model.normalization(),
        options.data().augmentation(),
        options.seed(),
        broken);
  }

  private static EmbeddingNetwork network(
      ModelDescription model, TrainOptions options, Compute compute, EpochBatches batches) {
    return EmbeddingNetwork.create(
        model.network(),
        model.head(),
        model.labels().size(),
        new TrainingRule(updater(options, batches), options.optimizer().decay()),
        compute,
        options.seed());
  }

  private static TorchSgd updater(TrainOptions options, EpochBatches batches) {
    long stepsPerEpoch = batches.batchesPerEpoch();
    return options.optimizer().updater(stepsPerEpoch * options.epochs(), stepsPerEpoch);
  }

  /** The network in training. */
  public EmbeddingNetwork network() {
    return network;
  }

  /** What it is trained on. */
  public DataFingerprint data() {
    return data;
  }

  /** Epochs completed. */
  public int epoch() {
    return epoch;
  }

  /**
   * Trains until all epochs are done or a stop is asked for; a stop finishes the step and saves.
   *
   * @param run where {@code metrics.csv} goes
   * @param checkpoints where they go
   * @param evaluation measures each epoch
   * @param columns of {@code metrics.csv}
   * @param listener is told
   * @param stopRequested asked after each step
   * @throws arcface4j.model.NonFiniteLossException if the loss is not finite; the checkpoints stay
   *     as they are
   * @throws EngineException if the engine refuses a step, such as for want of memory; the steps
   *     before it are saved
   * @throws DataException if an image cannot be read; the steps before it are saved
   */
  public TrainResult train(
      RunFolder run,
      CheckpointPlan checkpoints,
      EpochEvaluation evaluation,
      MetricsColumns columns,
      TrainingListener listener,
      BooleanSupplier stopRequested)
      throws IOException {
    CheckpointKeeper keeper = checkpoints.keeper(best);
    EpochScores last = null;
    try (MetricsLog metrics = MetricsLog.open(run.metrics(), columns.names(), epoch + 1)) {
      while (epoch < options.epochs()) {
        long start = System.nanoTime();
        int before = totals.images();
        boolean wholeEpoch = trainEpoch(keeper, listener, stopRequested);
        requireFinite();
        if (!wholeEpoch) {
          listener.saved(keeper.saveLast(this::save));
          return new TrainResult(false, epoch, last);
        }
        String imagesPerSecond = imagesPerSecond(totals.images() - before, seconds(start));
        try {
          last = evaluate(evaluation);
          EpochReport report =
              new EpochReport(epoch + 1, totals, last, seconds(start), rateOfFirstStep());
          listener.epochDone(report);
          metrics.append(epoch + 1, columns.row(network.step(), report, imagesPerSecond));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
          saveTrained(keeper, e);
          throw e;
        }
        listener.saved(finishEpoch(last, keeper));
      }
    }
    return new TrainResult(true, epoch, last);
  }

  /** What was trained is not lost: a resumed run goes on behind it. */
  private void saveTrained(CheckpointKeeper keeper, Throwable failure) {
    try {
      requireFinite();
      keeper.saveLast(this::save);
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * A step that the engine refuses, such as one that finds no memory, has changed nothing, nor has
   * an image that cannot be read.
   */
  private boolean trainEpoch(
      CheckpointKeeper keeper, TrainingListener listener, BooleanSupplier stopRequested)
      throws DataException {
    try {
      return trainEpoch(listener, stopRequested);
    } catch (EngineException | DataException e) {
      saveTrained(keeper, e);
      throw e;
    }
  }

  /** Returns whether the epoch was finished; otherwise a stop was asked for. */
  private boolean trainEpoch(TrainingListener listener, BooleanSupplier stopRequested)
      throws DataException {
    int height = options.data().sizes().at(epoch, options.epochs(), model.preprocessing().height());
    try (BatchStream<Batch> stream = batches.withSize(height).open(epoch, totals.batches())) {
      while (stream.hasNext()) {
        Batch batch = stream.next();
        BatchOutcome outcome = train(batch);
        average.ifPresent(AveragedWeights::update);
        totals.add(batch.labels(), outcome);
        listener.stepDone(
            new StepReport(
                epoch + 1,
                options.epochs(),
                batches.batchesPerEpoch(),
                batches.images(),
                totals,
                batch.size()));
        if (stopRequested.getAsBoolean()) {
          return false;
        }
      }
    }
    return true;
  }

  private BatchOutcome train(Batch batch) {
    if (batch.mixed().isEmpty()) {
      return network.train(batch.images(), batch.height(), batch.labels());
    }
    MixedLabels mixed = batch.mixed().get();
    return network.train(
        batch.images(), batch.height(), mixed.own(), mixed.partner(), mixed.share());
  }

  private EpochScores evaluate(EpochEvaluation evaluation) throws IOException {
    exchange();
    try {
      return evaluation.evaluate(network, epoch + 1 == options.epochs());
    } finally {
      exchange();
    }
  }

  /** What is evaluated and saved is the average, if there is one. */
  private void exchange() {
    average.ifPresent(AveragedWeights::exchange);
  }

  /** Of the epoch that was just trained, also where it was resumed in its middle. */
  private double rateOfFirstStep() {
    return rateAt(network.step() - totals.batches());
  }

  private double rateAt(long step) {
    return updater(options, batches).rateAt(Math.toIntExact(step));
  }

  private Path finishEpoch(EpochScores scores, CheckpointKeeper keeper) throws IOException {
    double chosen = scores.choosing();
    double value = Double.isNaN(chosen) ? totals.accuracy() : chosen;
    best = keeper.isBest(value) ? value : best;
    epoch++;
    totals = new EpochTotals();
    return keeper.saveEpoch(epoch, value, this::save);
  }

  private void save(Path file) throws IOException {
    Progress progress =
        new Progress(
            network.step(),
            epoch,
            totals.batches(),
            totals.lossSum(),
            totals.weightedLossSum(),
            Double.isNaN(best) ? null : best);
    exchange();
    try {
      Optional<float[]> weights = average.map(AveragedWeights::others);
      Checkpoint.save(file, model, options, data, progress, network, weights, totals);
    } finally {
      exchange();
    }
  }

  /** A step can ruin the parameters although its own loss was finite. */
  private void requireFinite() {
    if (!Double.isFinite(network.graph().params().sumNumber().doubleValue())) {
      throw new ArithmeticException(
          "the parameters are not finite after step %d (learning rate %s); the checkpoints before it stay; try a smaller --lr"
              .formatted(network.step(), rateAt(network.step() - 1)));
    }
  }

  /** Null where a resumed epoch had no image left to train. */
  private static String imagesPerSecond(int images, double seconds) {
    return images == 0 ? null : String.format(Locale.ROOT, "%.1f", images / seconds);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Frees the network. */
  @Override
  public void close() {
    network.close();
  }
}
