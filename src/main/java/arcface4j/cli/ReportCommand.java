package arcface4j.cli;

import arcface4j.backend.Backend;
import arcface4j.data.DataSplit;
import arcface4j.data.ImageSet;
import arcface4j.eval.CentreAngles;
import arcface4j.eval.ClassificationReport;
import arcface4j.eval.EmbeddingSet;
import arcface4j.eval.Evaluation;
import arcface4j.eval.EvaluationOptions;
import arcface4j.eval.Protocol;
import arcface4j.model.Compute;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.report.ConditionGroup;
import arcface4j.report.Findings;
import arcface4j.report.HtmlReport;
import arcface4j.report.MapMethod;
import arcface4j.report.ReportOptions;
import arcface4j.train.AtomicFile;
import arcface4j.train.BuildInfo;
import arcface4j.train.Checkpoint;
import arcface4j.train.DataSource;
import arcface4j.train.EmbeddedImages;
import arcface4j.train.Inference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;

/** Writes what a run learned, and how good it is, as one HTML file. */
final class ReportCommand implements Command {

  private static final ObjectMapper JSON = new ObjectMapper();
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
    flags.add(Flag.value("batch-size", "N", "100", "images at a time"));
    flags.add(
        Flag.toggle("flip", "look at each image and its mirror image; features are averaged"));
    flags.addAll(ComputeFlags.all());
    return flags;
  }

  /**
   * What the command line asks for.
   *
   * @param target where the page goes
   * @param source the images
   * @param protocol who is compared with whom
   */
  private record Request(
      ReportSource place,
      Path target,
      Checkpoint checkpoint,
      DataSource source,
      String protocol,
      Compute compute,
      int batchSize,
      boolean withMirrored,
      ReportOptions options) {}

  @Override
  public int run(Arguments arguments, Console console) throws UsageException, IOException {
    Request request = request(arguments, console);
    if (request.place().curves().isEmpty()) {
      console.warn("no metrics.csv of a run with an epoch, so the page has no learning curves");
    }
    Findings findings = measure(request, console);
    AtomicFile.write(request.target(), draw(findings, request.options(), console));
    console.result(
        String.format(
            Locale.ROOT,
            "%s: %d test images, accuracy %.4f",
            request.target(),
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
            MapMethod.valueOf(
                arguments.choice("map", List.of("umap", "pca")).toUpperCase(Locale.ROOT)),
            (int) arguments.integer("map-points", 1, ReportOptions.MOST_POINTS),
            arguments.integer("seed", 0, Integer.MAX_VALUE));
    int batchSize = arguments.positive("batch-size");
    ReportSource place = ReportSource.of(place(arguments));
    Path target = arguments.findPath("out").orElse(place.page());
    TargetFile.requireWritable(target, "out");
    Checkpoint checkpoint = Checkpoint.load(place.checkpoint());
    return new Request(
        place,
        target,
        checkpoint,
        Datasets.changed(checkpoint.options().data().source(), arguments),
        protocol,
        ComputeFlags.read(arguments, console),
        batchSize,
        arguments.isSet("flip"),
        options);
  }

  private static Path place(Arguments arguments) throws UsageException {
    List<String> words = arguments.positional();
    if (words.size() != 1) {
      throw new UsageException(
          "report takes one run's folder or checkpoint, not "
              + (words.isEmpty() ? "none" : words.size() + ": " + String.join(" ", words)));
    }
    return Path.of(words.get(0));
  }

  private static Findings measure(Request request, Console console) throws IOException {
    Checkpoint checkpoint = request.checkpoint();
    DataSplit data =
        Datasets.loadKnown(checkpoint, request.place().checkpoint(), request.source(), console);
    Backend.detect().load();
    try (EmbeddingNetwork network = checkpoint.network(request.compute())) {
      Inference inference =
          new Inference(
              network,
              checkpoint.model().normalization(),
              request.batchSize(),
              request.withMirrored());
      EmbeddedImages test = embed(inference, data.test(), console);
      EmbeddingSet queries = set(test);
      boolean closed = request.protocol().equals(CLOSED);
      Protocol protocol =
          closed
              ? new Protocol.Closed(queries)
              : new Protocol.Gallery(queries, set(embed(inference, data.train(), console)));
      List<String> classes = checkpoint.model().labels().names();
      float[] centres = network.parameters().get(HEAD_CENTRES).floats();
      return new Findings(
          request.place().name(),
          remarks(request),
          classes,
          test.predictions(),
          ClassificationReport.of(test.labels(), test.predictions()),
          Evaluation.of(protocol, EvaluationOptions.defaults()),
          CentreAngles.of(queries, centres, classes.size()),
          request.place().curves(),
          conditions(request, data, network),
          new SetPictures(data.test()),
          new SetPictures(closed ? data.test() : data.train()));
    }
  }

  private static EmbeddedImages embed(Inference inference, ImageSet images, Console console) {
    try (ProgressBar bar = ProgressBars.images("evaluate", images.size(), console)) {
      return inference.embed(images, bar::stepTo);
    }
  }

  private static EmbeddingSet set(EmbeddedImages images) {
    return EmbeddingSet.of(images.features(), images.width(), images.labels());
  }

  private static List<String> remarks(Request request) {
    List<String> remarks = new ArrayList<>();
    if (request.place().record().isEmpty()) {
      remarks.add(
          "Made of a checkpoint alone: the conditions below are those it was saved with, and there"
              + " are no learning curves. `arcface report RUN` shows those of a run's folder.");
    }
    if (!request.checkpoint().model().head().kind().isAngular()) {
      remarks.add(
          "The head is a plain softmax: it has no class centres on the sphere, so angles are those"
              + " to its rows of weights, without the bias.");
    }
    return remarks;
  }

  private static List<ConditionGroup> conditions(
      Request request, DataSplit data, EmbeddingNetwork network) {
    List<ConditionGroup> groups = new ArrayList<>();
    groups.add(ofReport(request, data, network));
    if (request.place().record().isPresent()) {
      groups.addAll(ConditionGroup.of("run", request.place().record().get()));
    } else {
      groups.addAll(ConditionGroup.of("options", JSON.valueToTree(request.checkpoint().options())));
      groups.addAll(ConditionGroup.of("model", JSON.valueToTree(request.checkpoint().model())));
    }
    return groups;
  }

  private static ConditionGroup ofReport(
      Request request, DataSplit data, EmbeddingNetwork network) {
    BuildInfo build = BuildInfo.current();
    List<Map.Entry<String, String>> entries = new ArrayList<>();
    entries.add(Map.entry("checkpoint", request.place().checkpoint().getFileName().toString()));
    entries.add(Map.entry("epochs completed", String.valueOf(request.checkpoint().epoch())));
    entries.add(Map.entry("fingerprint", request.checkpoint().fingerprint()));
    entries.add(Map.entry("data set", request.source().dataset()));
    entries.add(Map.entry("test images", String.valueOf(data.test().size())));
    entries.add(Map.entry("training images", String.valueOf(data.train().size())));
    entries.add(Map.entry("hash of the test images", data.test().contentHash()));
    entries.add(Map.entry("protocol", request.protocol()));
    entries.add(Map.entry("mirror images too", request.withMirrored() ? "yes" : "no"));
    entries.add(Map.entry("engine", network.compute().describe()));
    entries.add(Map.entry("seed of map and gallery", String.valueOf(request.options().seed())));
    entries.add(
        Map.entry(
            "program",
            "arcface4j %s, commit %s%s"
                .formatted(build.version(), build.commit(), build.changed() ? ", changed" : "")));
    return new ConditionGroup("this report", entries);
  }
}
