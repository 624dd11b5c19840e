package arcface4j.cli;

import arcface4j.api.EmbeddedBatch;
import arcface4j.api.EmbeddingModel;
import arcface4j.data.ImageCache;
import arcface4j.head.MarginHead;
import arcface4j.search.EmbeddingIndex;
import arcface4j.train.Checkpoint;
import arcface4j.train.EnrolledClass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.commons.csv.CSVPrinter;

/** Says which class images are of, and how sure that is. */
final class PredictCommand implements Command {

  private static final String HEAD = "head";
  private static final String CENTRE = "centre";
  private static final String KNN = "knn";

  @Override
  public String name() {
    return "predict";
  }

  @Override
  public String summary() {
    return "say which class images are of: by the head, by class centres or by neighbours";
  }

  @Override
  public String synopsis() {
    return "--checkpoint FILE (--images DIR | IMAGE...) [options]";
  }

  @Override
  public String example() {
    return "arcface predict --checkpoint best.ckpt cat.jpg --by knn --index photos.index -k 5";
  }

  @Override
  public List<Flag> flags() {
    List<Flag> flags = new ArrayList<>();
    flags.add(Flag.value("checkpoint", "FILE", null, "the model"));
    flags.add(ImageInput.imagesFlag());
    flags.add(Flag.value("by", "RULE", HEAD, "head, centre (of classes) or knn (neighbours)"));
    flags.add(Flag.value("index", "INDEX", null, "labelled images, for centre and knn"));
    flags.add(Flag.value("k", "N", "5", "neighbours that vote"));
    flags.add(Flag.value("top", "N", "1", "classes shown for each image"));
    flags.addAll(ImageInput.flags());
    flags.addAll(ComputeFlags.all());
    return flags;
  }

  @Override
  public int run(Arguments arguments, Console console) throws UsageException, IOException {
    String by = arguments.choice("by", List.of(HEAD, CENTRE, KNN));
    int top = arguments.positive("top");
    requireFitting(by, arguments);
    Checkpoint checkpoint = Checkpoint.load(SourceFile.of(arguments, "checkpoint"));
    try (EmbeddingModel model = ComputeFlags.model(checkpoint, arguments, console)) {
      Judge judge =
          by.equals(HEAD) ? head(checkpoint) : ofIndex(by, arguments, checkpoint, model, console);
      ImageInput images = ImageInput.files("images", arguments, model, ImageCache.none(), console);
      console.result(Csv.text(lines -> printAll(images, model, judge, top, console, lines)));
    }
    return 0;
  }

  /** Nothing is given that would be ignored, and the index is where one is asked. */
  private static void requireFitting(String by, Arguments arguments) throws UsageException {
    if (by.equals(HEAD) && arguments.isGiven("index")) {
      throw new UsageException("the head asks no index; --index goes with --by centre or knn");
    }
    if (!by.equals(KNN) && arguments.isGiven("k")) {
      throw new UsageException("no neighbours vote; -k goes with --by knn");
    }
    if (!by.equals(HEAD) && !arguments.isGiven("index")) {
      throw new UsageException("--by " + by + " needs --index, of images with their classes");
    }
  }

  /**
   * Who decides.
   *
   * @param withMirrored whether what it decides on has the features of the mirrored image, too
   */
  private record Judge(ClassScores.Rule rule, boolean withMirrored) {}

  private static Judge head(Checkpoint checkpoint) throws IOException {
    MarginHead head = checkpoint.model().head();
    List<EnrolledClass> enrolled = checkpoint.additions().enrolled();
    if (!head.kind().hasScale() && !enrolled.isEmpty()) {
      throw new IOException(
          "the logits of %s are no cosines, so enrolled classes go with --by centre only"
              .formatted(head.kind().label()));
    }
    return new Judge(
        ClassScores.byHead(checkpoint.model().labels().names(), enrolled, head.scale()), false);
  }

  private static Judge ofIndex(
      String by, Arguments arguments, Checkpoint checkpoint, EmbeddingModel model, Console console)
      throws UsageException, IOException {
    Path file = SourceFile.of(arguments, "index");
    EmbeddingIndex index = labelled(file, model);
    List<EnrolledClass> enrolled = checkpoint.additions().enrolled();
    boolean asksIndexAlone = by.equals(KNN) || enrolled.isEmpty();
    if (asksIndexAlone && index.size() == 0) {
      throw new IOException(file + " has no entries, so there is no class to choose");
    }
    if (!enrolled.isEmpty()) {
      tellEnrolled(by, index, console);
    }
    ClassScores.Rule rule =
        by.equals(KNN)
            ? ClassScores.byNeighbours(index, Math.min(arguments.positive("k"), index.size()))
            : ClassScores.byCentre(index, enrolled, checkpoint.model().head().scale());
    return new Judge(rule, index.kind().withMirrored());
  }

  private static EmbeddingIndex labelled(Path file, EmbeddingModel model) throws IOException {
    IndexedModel.require(EmbeddingIndex.kindOf(file), model, file);
    EmbeddingIndex index = EmbeddingIndex.read(file);
    if (index.labelSums().containsKey("")) {
      throw new IOException(file + " has images without a class, such as those beside folders");
    }
    return index;
  }

  private static void tellEnrolled(String by, EmbeddingIndex index, Console console) {
    if (by.equals(KNN)) {
      console.warn(
          "neighbours vote for the index's classes; enrolled ones take --by centre or head");
    } else if (index.kind().withMirrored()) {
      console.warn(
          "enrolled classes are without the mirror images that the index has, so their"
              + " probabilities are too low; an index made without --flip is fair to them");
    }
  }

  private static void printAll(
      ImageInput images,
      EmbeddingModel model,
      Judge judge,
      int top,
      Console console,
      CSVPrinter lines)
      throws IOException {
    lines.printRecord("path", "class", "probability");
    images.run(
        model,
        judge.withMirrored(),
        () -> false,
        console,
        (indices, embedded) ->
            print(
                row -> images.images().name(indices[row]),
                embedded,
                model.logits(embedded),
                judge.rule(),
                top,
                lines));
  }

  private static void print(
      IntFunction<String> names,
      EmbeddedBatch embedded,
      float[] logits,
      ClassScores.Rule rule,
      int top,
      CSVPrinter lines)
      throws IOException {
    List<Map<String, Double>> scores = rule.of(embedded.size(), embedded.unit(names), logits);
    for (int i = 0; i < embedded.size(); i++) {
      for (Map.Entry<String, Double> entry : ClassScores.likeliest(scores.get(i), top)) {
        lines.printRecord(names.apply(i), entry.getKey(), entry.getValue());
      }
    }
  }
}
