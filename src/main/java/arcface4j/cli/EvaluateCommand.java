package arcface4j.cli;

import arcface4j.app.DataSets;
import arcface4j.app.OriginalScoring;
import arcface4j.data.DataSplit;
import arcface4j.data.ImageSet;
import arcface4j.eval.ClassificationReport;
import arcface4j.eval.Evaluation;
import arcface4j.eval.EvaluationOptions;
import arcface4j.eval.Protocol;
import arcface4j.io.AtomicFile;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.train.EmbeddedImages;
import arcface4j.train.Predictions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

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
    flags.addAll(EvaluatedModel.flags());
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
    boolean confidence = arguments.isSet("confidence");
    Optional<Path> json = TargetFile.find(arguments, "json");
    try (EvaluatedModel model = EvaluatedModel.of(file, arguments, console)) {
      return measure(model, confidence, json, console);
    }
  }

  private static int measure(
      EvaluatedModel model, boolean confidence, Optional<Path> json, Console console)
      throws IOException {
    DataSplit images = model.images(console);
    if (DataSets.measured(images).labelledAs(model.checkpoint().model().labels()).isEmpty()) {
      console.note(
          "the model does not know all classes of the test images, so there is no accuracy:"
              + " --protocol open-set");
      return ProtocolEvaluation.ofUnseen(model, confidence, json, console);
    }
    EvaluationPage page = page(model, model.known(images), confidence, console);
    console.result(page.text());
    if (json.isPresent()) {
      AtomicFile.write(json.get(), page.json());
    }
    return 0;
  }

  private static EvaluationPage page(
      EvaluatedModel model, ImageSet images, boolean confidence, Console console)
      throws IOException {
    try (EmbeddingNetwork network = model.network()) {
      EmbeddedImages embedded = model.embed(network, images, console);
      return new EvaluationPage(
          model.file(),
          model.source(),
          embedded.labels().length,
          model.withMirrored(),
          model.checkpoint().model().labels(),
          ClassificationReport.of(
              embedded.labels(), Predictions.of(network, embedded, model.batchSize())),
          originalAccuracy(model, network, embedded),
          closed(embedded, confidence));
    }
  }

  /** Empty for a head without margin. */
  private static OptionalDouble originalAccuracy(
      EvaluatedModel model, EmbeddingNetwork network, EmbeddedImages images) {
    return model.checkpoint().model().head().margin() > 0
        ? OptionalDouble.of(OriginalScoring.of(network, images, model.batchSize()).accuracy())
        : OptionalDouble.empty();
  }

  /** Of a single image there is nothing to compare. */
  private static MeasureList closed(EmbeddedImages images, boolean confidence) {
    if (images.labels().length < 2) {
      return new MeasureList(List.of(), List.of());
    }
    Protocol protocol = new Protocol.Closed(EvaluatedModel.set(images));
    return MeasureList.of(Evaluation.of(protocol, EvaluationOptions.defaults()), confidence);
  }
}
