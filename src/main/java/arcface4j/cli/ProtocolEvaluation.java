package arcface4j.cli;

import arcface4j.api.EmbeddingModel;
import arcface4j.data.DataSplit;
import arcface4j.data.ImageSet;
import arcface4j.data.LabelMap;
import arcface4j.eval.EmbeddingSet;
import arcface4j.eval.Evaluation;
import arcface4j.eval.EvaluationOptions;
import arcface4j.eval.Protocol;
import arcface4j.model.Compute;
import arcface4j.train.AtomicFile;
import arcface4j.train.Checkpoint;
import arcface4j.train.DataSource;
import arcface4j.train.EmbeddedImages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;

/** {@code evaluate --protocol}: retrieval and verification in one of the three protocols. */
final class ProtocolEvaluation {

  private static final String OPEN_SET = "open-set";

  private final Path file;
  private final Checkpoint checkpoint;
  private final DataSource source;
  private final int batchSize;
  private final boolean withMirrored;
  private final Compute compute;
  private final Console console;

  private ProtocolEvaluation(
      Path file,
      Checkpoint checkpoint,
      DataSource source,
      int batchSize,
      boolean withMirrored,
      Compute compute,
      Console console) {
    this.file = file;
    this.checkpoint = checkpoint;
    this.source = source;
    this.batchSize = batchSize;
    this.withMirrored = withMirrored;
    this.compute = compute;
    this.console = console;
  }

  static List<Flag> flags() {
    return List.of(
        Flag.value(
            "protocol",
            "NAME",
            null,
            "retrieval and verification by themselves: "
                + protocols()
                + "; without it closed, behind the accuracy"),
        Flag.toggle("confidence", "add 95 % bootstrap intervals of retrieval and verification"));
  }

  private static String protocols() {
    return "closed (test against test), gallery (test against train)"
        + " or open-set (classes that training never saw)";
  }

  static int run(Arguments arguments, Console console) throws UsageException, IOException {
    String name = arguments.choice("protocol", List.of("closed", "gallery", OPEN_SET));
    int batchSize = arguments.positive("batch-size");
    boolean confidence = arguments.isSet("confidence");
    Optional<Path> json = TargetFile.find(arguments, "json");
    Path file = arguments.path("checkpoint");
    Checkpoint checkpoint = Checkpoint.load(file);
    DataSource source = Datasets.changed(checkpoint.options().data().source(), arguments);
    if (name.equals(OPEN_SET)) { // the classes of the checkpoint are those it knows
      source = source.ofClasses(arguments.find("classes").orElse(""));
    }
    ProtocolPage page =
        new ProtocolEvaluation(
                file,
                checkpoint,
                source,
                batchSize,
                arguments.isSet("flip"),
                ComputeFlags.read(arguments, console),
                console)
            .measure(name, confidence);
    console.result(page.text());
    if (json.isPresent()) {
      AtomicFile.write(json.get(), page.json());
    }
    return 0;
  }

  private ProtocolPage measure(String name, boolean confidence) throws IOException {
    boolean openSet = name.equals(OPEN_SET);
    DataSplit known = openSet ? null : Datasets.loadKnown(checkpoint, file, source, console);
    ImageSet test = openSet ? unseenImages() : known.test();
    try (EmbeddingModel model = EmbeddingModel.of(checkpoint, compute)) {
      EmbeddingSet queries = embed(model, test);
      Protocol protocol =
          switch (name) {
            case "closed" -> new Protocol.Closed(queries);
            case "gallery" -> new Protocol.Gallery(queries, embed(model, known.train()));
            default -> new Protocol.OpenSet(queries);
          };
      Evaluation evaluation = Evaluation.of(protocol, EvaluationOptions.defaults());
      MeasureList measures = MeasureList.of(evaluation, confidence);
      String shown = withMirrored ? name + EvaluationPage.WITH_MIRRORED : name;
      return new ProtocolPage(file, source, shown, test.labelMap(), evaluation, measures);
    }
  }

  /** The test images of the classes that the model was not trained on. */
  private ImageSet unseenImages() throws IOException {
    ImageSet all = Datasets.loadTest(source, console);
    List<String> trained = checkpoint.model().labels().names();
    List<String> names = all.labelMap().names();
    List<String> unseen = names.stream().filter(name -> !trained.contains(name)).toList();
    if (unseen.isEmpty()) {
      throw new IOException(
          "open-set needs classes that training never saw; %s was trained on all of %s"
              .formatted(file, names));
    }
    if (unseen.size() < names.size()) {
      console.note(
          "left out, for training saw them: "
              + String.join(", ", names.stream().filter(trained::contains).toList()));
    }
    ImageSet images = all.ofClasses(new LabelMap(unseen));
    if (images.size() < 2) {
      throw new IOException("open-set needs at least 2 images of unseen classes " + unseen);
    }
    return images;
  }

  private EmbeddingSet embed(EmbeddingModel model, ImageSet images) {
    try (ProgressBar bar = ProgressBars.images("evaluate", images.size(), console)) {
      EmbeddedImages embedded = model.embed(images, batchSize, withMirrored, bar::stepTo);
      return EmbeddingSet.of(embedded.features(), embedded.width(), embedded.labels());
    }
  }
}
