package arcface4j.cli;

import arcface4j.data.DataSplit;
import arcface4j.data.ImageSet;
import arcface4j.eval.CentreAngles;
import arcface4j.eval.ClassificationReport;
import arcface4j.eval.EmbeddingSet;
import arcface4j.eval.Evaluation;
import arcface4j.eval.EvaluationOptions;
import arcface4j.eval.Protocol;
import arcface4j.io.FileName;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.report.Findings;
import arcface4j.report.HtmlReport;
import arcface4j.report.MapMethod;
import arcface4j.report.ReportOptions;
import arcface4j.train.EmbeddedImages;
import arcface4j.train.Predictions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;

/** Writes what a run learned, and how good it is, as one HTML file. */
final class ReportCommand implements Command {

  private static final String CLOSED = "closed";
  private static final String GALLERY = "gallery";
  private static final String HEAD_CENTRES = "head.weight"; // [C * S, D]

  @Override
  public String name() {
    return "report";
  }

  @Override
  public String summary() {
    return "write curves, measures, a map and mistakes of a run as one HTML file";
  }

  @Override
  public String synopsis() {
    return "RUN_OR_CHECKPOINT [options]";
  }

  @Override
  public String example() {
    return "arcface report runs/my-run --out my-run.html";
  }

  @Override
  public List<Flag> flags() {
    List<Flag> flags = new ArrayList<>();
    flags.add(
        Flag.value(
            "out", "FILE", null, "the page (default: report.html in the run's folder, or beside)"));
    TrainFlags.data().stream().map(Flag::withoutDefault).forEach(flags::add);
    flags.add(
        Flag.value("protocol", "NAME", CLOSED, "closed (test against test) or gallery (training)"));
    flags.add(Flag.value("map", "NAME", "umap", "umap (with pca beside it) or pca alone"));
    flags.add(
        Flag.value("map-points", "N", "2000", "most test images in the map, drawn at random"));
    flags.add(Flag.value("seed", "N", "1", "of the map and of the queries that are shown"));
    flags.addAll(EvaluatedModel.flags());
    return flags;
  }

  /**
   * What the command line asks for.
   *
   * @param target where the page goes
   * @param protocol who is compared with whom
   */
  record Request(
      ReportSource place,
      OutputFile target,
      EvaluatedModel model,
      String protocol,
      ReportOptions options) {}

  @Override
  public int run(Arguments arguments, Console console) throws UsageException, IOException {
    Request request = request(arguments, console);
    try (EvaluatedModel model = request.model()) {
      return show(request, model, console);
    }
  }

  private static int show(Request request, EvaluatedModel model, Console console)
      throws UsageException, IOException {
    if (request.protocol().equals(GALLERY)) {
      model.requireTrainingImages();
    }
    if (request.place().curves().isEmpty()) {
      console.warn("no metrics.csv of a run with an epoch, so the page has no learning curves");
    }
    Findings findings = measure(request, model, console);
    request.target().write(draw(findings, request.options(), console));
    console.result(
        String.format(
            Locale.ROOT,
            "%s: %d test images, accuracy %.4f",
            request.target().path(),
            findings.predictions().length,
            findings.classification().accuracy().value()));
    return 0;
  }

  private static String draw(Findings findings, ReportOptions options, Console console) {
    int points = Math.min(options.mapPoints(), findings.predictions().length);
    try (ProgressBar bar = ProgressBars.images("map", points, console)) {
      String page =
          HtmlReport.render(findings, options, share -> bar.stepTo((long) (share * points)));
      bar.stepTo(points);
      return page;
    }
  }

  private static Request request(Arguments arguments, Console console)
      throws UsageException, IOException {
    String protocol = arguments.choice("protocol", List.of(CLOSED, GALLERY));
    ReportOptions options =
        ReportOptions.of(
            arguments.choice("map", MapMethod.class),
            (int) arguments.integer("map-points", 1, ReportOptions.MOST_POINTS),
            arguments.integer("seed", 0, Integer.MAX_VALUE));
    ReportSource place = ReportSource.of(place(arguments));
    Path target = arguments.findPath("out").orElse(place.page());
    OutputFile output = new OutputFile("out", target, OutputKind.PAGE);
    output.require();
    EvaluatedModel model = EvaluatedModel.of(place.checkpoint(), arguments, console);
    output.requireOutside(InputPaths.of(model.source()));
    return new Request(place, output, model, protocol, options);
  }

  private static Path place(Arguments arguments) throws UsageException {
    List<String> words = arguments.positional();
    if (words.size() != 1) {
      throw new UsageException(
          "report takes one run's folder or checkpoint, not "
              + (words.isEmpty() ? "none" : words.size() + ": " + String.join(" ", words)));
    }
    return FileName.given(words.get(0));
  }

  private static Findings measure(Request request, EvaluatedModel model, Console console)
      throws IOException {
    DataSplit data = model.images(console);
    ImageSet tested = model.known(data);
    if (tested.size() < 2) {
      throw new IOException(
          "%d test image; a report compares 2 or more; --data-dir or --test-fraction gives others"
              .formatted(tested.size()));
    }
    try (EmbeddingNetwork network = model.network()) {
      EmbeddedImages test = model.embed(network, tested, console);
      EmbeddingSet queries = EvaluatedModel.set(test);
      int[] predictions = Predictions.of(network, test, model.batchSize());
      boolean closed = request.protocol().equals(CLOSED);
      ImageSet shown = tested.subset(test.indices());
      ImageSet training = closed ? shown : model.knownTraining(data);
      EmbeddedImages gallery = closed ? test : model.embed(network, training, console);
      Protocol protocol =
          closed
              ? new Protocol.Closed(queries)
              : new Protocol.Gallery(queries, EvaluatedModel.set(gallery));
      List<String> classes = model.checkpoint().model().labels().names();
      float[] centres = network.parameters().get(HEAD_CENTRES).floats();
      ReportConditions conditions = new ReportConditions(request, shown, data.train().size());
      return new Findings(
          request.place().name(),
          conditions.remarks(),
          classes,
          predictions,
          ClassificationReport.of(test.labels(), predictions),
          Evaluation.of(protocol, EvaluationOptions.defaults()),
          CentreAngles.of(queries, centres, classes.size()),
          request.place().curves(),
          conditions.groups(),
          new SetPictures(shown),
          new SetPictures(closed ? shown : training.subset(gallery.indices())));
    }
  }
}
