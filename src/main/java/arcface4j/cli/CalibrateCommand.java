package arcface4j.cli;

import arcface4j.api.EmbeddingModel;
import arcface4j.data.ImageCache;
import arcface4j.eval.EmbeddingSet;
import arcface4j.eval.Evaluation;
import arcface4j.eval.EvaluationOptions;
import arcface4j.eval.Protocol;
import arcface4j.eval.RocCurve;
import arcface4j.io.WriteLock;
import arcface4j.train.Calibration;
import arcface4j.train.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Fits the threshold of {@code verify} and stores it in the model. */
final class CalibrateCommand implements Command {

  private static final List<String> SOURCES = List.of("pairs", "images", "dataset");

  @Override
  public String name() {
    return "calibrate";
  }

  @Override
  public String summary() {
    return "fit the threshold of verify to a false-accept rate and store it in the model";
  }

  @Override
  public String synopsis() {
    return "--checkpoint FILE (--images DIR | --pairs FILE | --dataset NAME) [options]";
  }

  @Override
  public String example() {
    return "arcface calibrate --checkpoint best.ckpt --images validation --far 0.01";
  }

  @Override
  public List<Flag> flags() {
    List<Flag> flags = new ArrayList<>();
    flags.add(Flag.value("checkpoint", "FILE", null, "the model"));
    flags.add(Flag.value("far", "X", "0.01", "the false-accept rate that is wanted"));
    flags.add(Flag.value("out", "FILE", null, "write the model there (default: --checkpoint)"));
    flags.add(Flag.value("pairs", "FILE", null, "CSV with first,second,same instead of images"));
    flags.addAll(ImageInput.sources());
    flags.addAll(ComputeFlags.all());
    return flags;
  }

  @Override
  public int run(Arguments arguments, Console console) throws UsageException, IOException {
    double wanted = wantedRate(arguments);
    Optional<String> source = source(arguments);
    OutputFile output = OutputFile.ofModel(arguments, arguments.positional());
    Path out = output.path();
    WriteLock lock = WriteLock.on(out);
    try (lock) {
      Checkpoint checkpoint = Checkpoint.load(SourceFile.of(arguments, "checkpoint"));
      if (arguments.isGiven("dataset")) {
        output.requireOutside(
            InputPaths.of(DataFlags.changed(checkpoint.options().data().source(), arguments)));
      }
      Calibration calibration =
          fit(
              roc(arguments, checkpoint, console),
              wanted,
              source.flatMap(arguments::find).orElse("named images"));
      checkpoint.write(out, checkpoint.additions().with(calibration));
      console.result(
          String.format(
              Locale.ROOT,
              "threshold %.4f: false-accept rate %.3g, true-accept rate %.3g (n = %d pairs of %s)",
              calibration.threshold(),
              calibration.falseAcceptRate(),
              calibration.trueAcceptRate(),
              calibration.pairs(),
              calibration.images()));
    }
    return 0;
  }

  private static double wantedRate(Arguments arguments) throws UsageException {
    double wanted = arguments.number("far", 0, 1);
    if (wanted == 0) {
      throw new UsageException("--far 0 accepts no pair; 0.01 is usual");
    }
    return wanted;
  }

  /** The option that says where the images are; none where they are words of the command line. */
  private static Optional<String> source(Arguments arguments) throws UsageException {
    Optional<String> source = arguments.onlyOne(SOURCES);
    if (arguments.isGiven("pairs")) {
      ImageInput.refuseOfDataset(arguments);
      ImageInput.refuseOthersBeside("pairs", arguments);
      arguments.onlyOne(List.of("pairs", "skip-broken"));
      arguments.onlyOne(List.of("pairs", "cache"));
    }
    return source;
  }

  private static RocCurve roc(Arguments arguments, Checkpoint checkpoint, Console console)
      throws UsageException, IOException {
    try (EmbeddingModel model = ComputeFlags.model(checkpoint, arguments, console)) {
      return arguments.isGiven("pairs")
          ? ofPairs(arguments, model, console)
          : ofImages(arguments, checkpoint, model, console);
    }
  }

  private static RocCurve ofPairs(Arguments arguments, EmbeddingModel model, Console console)
      throws UsageException, IOException {
    PairFile pairs = PairFile.readMarked(SourceFile.of(arguments, "pairs"));
    int batchSize = arguments.positive("batch-size");
    return PairScores.of(pairs, model, batchSize, false, console).scored().roc();
  }

  private static RocCurve ofImages(
      Arguments arguments, Checkpoint checkpoint, EmbeddingModel model, Console console)
      throws UsageException, IOException {
    CollectedRows rows = new CollectedRows(model.width());
    try (ImageCache cache = CacheFlags.open(arguments, ImageCache.none(), console)) {
      ImageInput.of(arguments, checkpoint, model, cache, console)
          .embed(model, false, () -> false, console, rows);
    }
    List<String> names = rows.labels().stream().distinct().toList();
    if (names.contains("")) {
      throw new IOException(
          "image %s has no class; images are expected as <class>/<image>"
              .formatted(rows.paths().get(rows.labels().indexOf(""))));
    }
    int[] labels = rows.labels().stream().mapToInt(names::indexOf).toArray();
    if (labels.length < 2) {
      throw new IOException("1 image makes no pair; at least 2 are needed");
    }
    EmbeddingSet set = EmbeddingSet.of(rows.values(), model.width(), labels);
    EvaluationOptions onlyPairs = EvaluationOptions.defaults().withClusterings(0);
    return Evaluation.of(new Protocol.Closed(set), onlyPairs).verification().roc();
  }

  private static Calibration fit(RocCurve roc, double wanted, String source) throws IOException {
    if (roc.same() == 0 || roc.different() * wanted < 1) {
      throw new IOException(
          "%d same and %d different pairs are too few for a false-accept rate of %s; %.0f different"
                  .formatted(roc.same(), roc.different(), wanted, Math.ceil(1 / wanted))
              + " and one same are needed");
    }
    double threshold = roc.thresholdAt(wanted);
    if (Double.isInfinite(threshold)) {
      throw new IOException(
          "no threshold has a false-accept rate of " + wanted + "; the largest cosines are ties");
    }
    int point = 0;
    while (roc.threshold(point) > threshold) {
      point++;
    }
    return new Calibration(
        threshold,
        wanted,
        roc.falseAcceptRate(point),
        roc.trueAcceptRate(point),
        roc.same() + roc.different(),
        source);
  }
}
