package arcface4j.cli;

import arcface4j.backend.Backend;
import arcface4j.data.ImageSet;
import arcface4j.eval.ClassificationReport;
import arcface4j.eval.EmbeddingSet;
import arcface4j.eval.Evaluation;
import arcface4j.eval.EvaluationOptions;
import arcface4j.eval.Protocol;
import arcface4j.model.Compute;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.train.AtomicFile;
import arcface4j.train.Checkpoint;
import arcface4j.train.DataSource;
import arcface4j.train.EmbeddedImages;
import arcface4j.train.Inference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import me.tongfei.progressbar.ProgressBar;

/** Measures a checkpoint on the test images of a data set, margin-free. */
final class EvaluateCommand implements Command {

  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public String summary() {
    return "measure a checkpoint on test images: accuracy, F1, retrieval, verification";
  }

  @Override
  public String synopsis() {
    return "--checkpoint FILE [options]";
  }

  @Override
  public String example() {
    return "arcface evaluate --checkpoint runs/my-run/checkpoints/best.ckpt --json result.json";
  }

  @Override
  public List<Flag> flags() {
    List<Flag> flags = new ArrayList<>();
    flags.add(Flag.value("checkpoint", "FILE", null, "the model"));
    TrainFlags.data().stream().map(Flag::withoutDefault).forEach(flags::add);
    flags.addAll(ProtocolEvaluation.flags());
    flags.addAll(PairEvaluation.flags());
    flags.add(Flag.value("batch-size", "N", "100", "images at a time"));
    flags.add(
        Flag.toggle("flip", "look at each image and its mirror image; features are averaged"));
    flags.addAll(ComputeFlags.all());
    flags.add(Flag.value("json", "FILE", null, "write the result there as JSON too"));
    return flags;
  }

  @Override
  public int run(Arguments arguments, Console console) throws UsageException, IOException {
    arguments.refuseWords();
    Path file = arguments.path("checkpoint");
    if (arguments.isGiven("pairs")) {
      return PairEvaluation.run(arguments, console);
    }
    if (arguments.find("protocol").isPresent()) {
      return ProtocolEvaluation.run(arguments, console);
    }
    int batchSize = arguments.positive("batch-size");
    boolean confidence = arguments.isSet("confidence");
    Optional<Path> json = TargetFile.find(arguments, "json");
    EvaluationPage page = page(file, batchSize, confidence, arguments, console);
    console.result(page.text());
    if (json.isPresent()) {
      AtomicFile.write(json.get(), page.json());
    }
    return 0;
  }

  private static EvaluationPage page(
      Path file, int batchSize, boolean confidence, Arguments arguments, Console console)
      throws UsageException, IOException {
    Checkpoint checkpoint = Checkpoint.load(file);
    DataSource source = Datasets.changed(checkpoint.options().data().source(), arguments);
    Compute compute = ComputeFlags.read(arguments, console);
    ImageSet images = Datasets.loadKnown(checkpoint, file, source, console).test();
    Backend.detect().load();
    boolean withMirrored = arguments.isSet("flip");
    Scored scored = score(checkpoint, compute, images, batchSize, withMirrored, console);
    return new EvaluationPage(
        file,
        source,
        images.size(),
        withMirrored,
        checkpoint.model().labels(),
        ClassificationReport.of(scored.images().labels(), scored.images().predictions()),
        scored.originalAccuracy(),
        closed(scored.images(), confidence));
  }

  private static MeasureList closed(EmbeddedImages images, boolean confidence) {
    if (images.labels().length < 2) {
      return new MeasureList(List.of(), List.of());
    }
    EmbeddingSet set = EmbeddingSet.of(images.features(), images.width(), images.labels());
    Evaluation evaluation = Evaluation.of(new Protocol.Closed(set), EvaluationOptions.defaults());
    return MeasureList.of(evaluation, confidence);
  }

  /**
   * What needs the network.
   *
   * @param images with their features and predictions
   * @param originalAccuracy empty for a head without margin
   */
  private record Scored(EmbeddedImages images, OptionalDouble originalAccuracy) {}

  private static Scored score(
      Checkpoint checkpoint,
      Compute compute,
      ImageSet images,
      int batchSize,
      boolean withMirrored,
      Console console)
      throws IOException {
    try (EmbeddingNetwork network = checkpoint.network(compute);
        ProgressBar bar = ProgressBars.images("evaluate", images.size(), console)) {
      EmbeddedImages embedded =
          new Inference(network, checkpoint.model().normalization(), batchSize, withMirrored)
              .embed(images, bar::stepTo);
      boolean hasMargin = checkpoint.model().head().margin() > 0;
      return new Scored(
          embedded,
          hasMargin
              ? OptionalDouble.of(OriginalScoring.of(network, embedded, batchSize).accuracy())
              : OptionalDouble.empty());
    }
  }
}
