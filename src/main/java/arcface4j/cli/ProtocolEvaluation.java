package arcface4j.cli;

import arcface4j.app.DataSets;
import arcface4j.data.DataSplit;
import arcface4j.data.ImageSet;
import arcface4j.data.LabelMap;
import arcface4j.eval.EmbeddingSet;
import arcface4j.eval.Evaluation;
import arcface4j.eval.EvaluationOptions;
import arcface4j.eval.Protocol;
import arcface4j.model.EmbeddingNetwork;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code evaluate --protocol}: retrieval and verification in one of the three protocols. */
final class ProtocolEvaluation {

  private static final String GALLERY = "gallery";
  private static final String OPEN_SET = "open-set";

  private ProtocolEvaluation() {}

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
    String name = arguments.choice("protocol", List.of("closed", GALLERY, OPEN_SET));
    boolean confidence = arguments.isSet("confidence");
    Optional<OutputFile> json = OutputFile.find(arguments, "json", OutputKind.RESULT);
    try (EvaluatedModel model =
        EvaluatedModel.of(SourceFile.of(arguments, "checkpoint"), arguments, console)) {
      if (name.equals(GALLERY)) {
        model.requireTrainingImages();
      }
      if (json.isPresent()) {
        json.get().requireOutside(InputPaths.of(model.source()));
      }
      String classes = arguments.find("classes").orElse("");
      return show(measure(model, name, classes, confidence, console), json, console);
    }
  }

  /** The protocol of classes that training never saw. */
  static int ofUnseen(
      EvaluatedModel model, boolean confidence, Optional<OutputFile> json, Console console)
      throws IOException {
    return show(measure(model, OPEN_SET, "", confidence, console), json, console);
  }

  private static int show(ProtocolPage page, Optional<OutputFile> json, Console console)
      throws IOException {
    console.result(page.text());
    if (json.isPresent()) {
      json.get().write(page.json());
    }
    return 0;
  }

  private static ProtocolPage measure(
      EvaluatedModel model, String name, String classes, boolean confidence, Console console)
      throws IOException {
    boolean openSet = name.equals(OPEN_SET);
    DataSplit images = openSet ? null : model.images(console);
    ImageSet test = openSet ? unseenImages(model, classes, console) : model.known(images);
    try (EmbeddingNetwork network = model.network()) {
      EmbeddingSet queries = EvaluatedModel.set(model.embed(network, test, console));
      Protocol protocol =
          switch (name) {
            case GALLERY ->
                new Protocol.Gallery(
                    queries,
                    EvaluatedModel.set(model.embed(network, model.knownTraining(images), console)));
            case OPEN_SET -> new Protocol.OpenSet(queries);
            default -> new Protocol.Closed(queries);
          };
      Evaluation evaluation = Evaluation.of(protocol, EvaluationOptions.defaults());
      return new ProtocolPage(
          model.file(),
          model.source(),
          model.withMirrored() ? name + EvaluationPage.WITH_MIRRORED : name,
          test.labelMap(),
          evaluation,
          MeasureList.of(evaluation, confidence));
    }
  }

  /**
   * The test images of the classes that the model was not trained on.
   *
   * @param classes which to look among; empty for all, for those of the checkpoint are known to it
   */
  private static ImageSet unseenImages(EvaluatedModel model, String classes, Console console)
      throws IOException {
    ImageSet all =
        DataSets.loadTest(
            model.source().ofClasses(classes),
            model.preprocessing(),
            model.cache(),
            console.remarks());
    ImageSet images = all.unknownTo(model.checkpoint().model().labels());
    if (images.size() == 0) {
      throw new IOException(
          "open-set needs classes that training never saw; %s was trained on all of %s"
              .formatted(model.file(), all.labelMap().describe()));
    }
    List<String> seen =
        all.labelMap().names().stream()
            .filter(name -> images.labelMap().indexOf(name) < 0)
            .toList();
    if (!seen.isEmpty()) {
      console.note("left out, for training saw them: " + LabelMap.describe(seen));
    }
    if (images.size() < 2) {
      throw new IOException(
          "open-set needs at least 2 images of unseen classes " + images.labelMap().describe());
    }
    return images;
  }
}
