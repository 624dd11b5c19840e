package arcface4j.cli;

import arcface4j.app.EpochEvaluator;
import arcface4j.app.TrainingData;
import arcface4j.backend.Backend;
import arcface4j.backend.Libraries;
import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.image.Preprocessing;
import arcface4j.io.WriteLock;
import arcface4j.model.BackboneSpec;
import arcface4j.model.TrainingMemory;
import arcface4j.train.CheckpointKeeper;
import arcface4j.train.CheckpointPlan;
import arcface4j.train.EpochScores;
import arcface4j.train.ModelDescription;
import arcface4j.train.RunFolder;
import arcface4j.train.RunRecord;
import arcface4j.train.TerminationSignals;
import arcface4j.train.TrainOptions;
import arcface4j.train.TrainResult;
import arcface4j.train.Trainer;
import arcface4j.train.TrainingListener;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;

/**
 * One call of {@code train}: checks what can be checked before, then trains, shows and records.
 *
 * @param model what is trained
 * @param options how
 * @param data on what
 * @param console where it is shown
 */
record TrainingRun(
    ModelDescription model, TrainOptions options, TrainingData data, Console console) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Refuses what would fail later.
   *
   * @throws IOException if a batch would be a single number a channel
   */
  void check() throws IOException {
    requireMemory(model.network(), options, model.head(), model.labels().size());
    data.requirePairs();
    int images = data.train().size();
    boolean hasLoneImage = images > options.batchSize() && images % options.batchSize() == 1;
    if ((hasLoneImage || options.batchSize() == 1) && leavesOnePixel()) {
      throw new IOException(
          "a batch of a single image has one number a channel at --sizes %d, too few for batch norm;"
                  .formatted(smallestImage())
              + " give another --batch-size or a larger size");
    }
    if (hasLoneImage) {
      console.warn(
          "the last batch of each epoch is a single image, and its batch norm sees no other;"
              + " another --batch-size avoids that");
    }
    Backend.detect().load();
  }

  private boolean leavesOnePixel() {
    return smallestImage() <= model.network().largestOfOnePixel();
  }

  /** The larger side of the smallest images, in pixels. */
  private int smallestImage() {
    Preprocessing images = model.preprocessing();
    int height = options.data().sizes().smallest(images.height());
    return Math.max(height, height * images.width() / images.height());
  }

  /** Refuses before any image is read what no machine of this memory can train. */
  static void requireMemory(BackboneSpec network, TrainOptions options) {
    requireMemory(network, options, MarginHead.of(HeadKind.NORMFACE), 1);
  }

  private static void requireMemory(
      BackboneSpec network, TrainOptions options, MarginHead head, int classes) {
    new TrainingMemory(network, options.batchSize(), head, classes).requireWithin(availableBytes());
  }

  private static long availableBytes() {
    try {
      long total = Pointer.totalPhysicalBytes();
      long limit = Pointer.maxPhysicalBytes();
      return limit > 0 ? Math.min(limit, total) : total; // 0: no limit was set
    } catch (LinkageError e) {
      Backend.detect().load(); // needs the same library, and says in one line why there is none
      throw e;
    }
  }

  /** Trains; the exit code is 0, or that of the signal that asked to stop. */
  int train(Trainer trainer, RunFolder folder, Outputs outputs) throws IOException {
    CheckpointPlan checkpoints = outputs.plan(folder, trainer.epoch() + 1);
    WriteLock lock = checkpoints.lock();
    try (lock) {
      WriteLock record = folder.lock();
      try (record) {
        return train(trainer, folder, checkpoints);
      }
    }
  }

  private int train(Trainer trainer, RunFolder folder, CheckpointPlan checkpoints)
      throws IOException {
    RunRecord record = RunRecord.start(folder, setting(trainer));
    console.note("run " + folder.path() + ": " + describe(trainer));
    boolean original = options.preset().equals(Presets.ORIGINAL);
    EpochEvaluator evaluator =
        new EpochEvaluator(
            model,
            options.evaluationBatchSize(),
            data,
            options.testEveryEpoch(),
            original,
            data.broken());
    try (trainer;
        TerminationSignals signals = TerminationSignals.install();
        ReadableReporter readable = new ReadableReporter(console)) {
      TrainingListener shown = original ? new OriginalReporter(console) : readable;
      StartWatch watch = new StartWatch(shown, model, options.epochs(), console);
      TrainResult result =
          trainer.train(
              folder, checkpoints, evaluator, evaluator.columns(), watch, signals::stopRequested);
      record.finish(results(result, watch));
      if (!result.finished()) {
        console.note("stopped after a request; go on with " + resumption(folder, checkpoints));
      }
      return signals.exitCode().orElse(0);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      recordFailure(record, e);
      throw e;
    }
  }

  private static String resumption(RunFolder folder, CheckpointPlan checkpoints) {
    Path last = checkpoints.folder().resolve(CheckpointKeeper.LAST);
    return checkpoints.folder().equals(folder.checkpoints())
        ? "--resume " + last
        : "--resume %s --checkpoint-dir %s --out %s"
            .formatted(last, checkpoints.folder(), folder.path());
  }

  private static void recordFailure(RunRecord record, Throwable failure) {
    try {
      record.finish(
          JSON.createObjectNode().put("finished", false).put("failure", OneLine.of(failure)));
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private RunRecord.Setting setting(Trainer trainer) {
    ObjectNode all = JSON.valueToTree(options);
    all.set("model", JSON.valueToTree(model));
    all.put("engine", trainer.network().compute().describe());
    return new RunRecord.Setting(all, options.seed(), trainer.data().hash(), Libraries.versions());
  }

  private String describe(Trainer trainer) {
    return "%s, %d classes, %d training and %d test images%s, %,d parameters, epoch %d of %d"
        .formatted(
            options.modelName(),
            model.labels().size(),
            data.train().size(),
            data.test().size(),
            data.isUnseen(data.test())
                ? " (%d of unseen classes)".formatted(data.unseenOf(data.test()).size())
                : "",
            trainer.network().graph().numParams(),
            trainer.epoch() + 1,
            options.epochs());
  }

  private static ObjectNode results(TrainResult result, StartWatch watch) {
    ObjectNode json = JSON.createObjectNode();
    json.put("finished", result.finished()).put("epochs", result.epochs());
    watch.warning().ifPresent(warning -> json.put("warning", warning));
    EpochScores scores = result.last();
    if (scores != null) {
      putScore(json, "test", scores.test());
      putScore(json, "validation", scores.validation());
    }
    return json;
  }

  private static void putScore(ObjectNode json, String images, EpochScores.Score score) {
    putKnown(json, images + "Accuracy", score.accuracy());
    putKnown(json, images + "RecallAt1", score.recallAt1());
    putKnown(json, images + "MapAtR", score.mapAtR());
  }

  private static void putKnown(ObjectNode json, String name, double value) {
    if (!Double.isNaN(value)) {
      json.put(name, value);
    }
  }
}
