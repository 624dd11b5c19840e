package arcface4j.cli;

import arcface4j.api.EmbeddingModel;
import arcface4j.eval.EvaluationOptions;
import arcface4j.eval.Measure;
import arcface4j.io.FileName;
import arcface4j.train.Calibration;
import arcface4j.train.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says whether two images are of one class. */
final class VerifyCommand implements Command {

  @Override
  public String name() {
    return "verify";
  }

  @Override
  public String summary() {
    return "say whether two images are of one class, or measure a table of pairs";
  }

  @Override
  public String synopsis() {
    return "--checkpoint FILE (IMAGE IMAGE | --pairs FILE) [options]";
  }

  @Override
  public String example() {
    return "arcface verify --checkpoint best.ckpt one.jpg other.jpg";
  }

  @Override
  public List<Flag> flags() {
    List<Flag> flags = new ArrayList<>();
    flags.add(Flag.value("checkpoint", "FILE", null, "the model; calibrate gives its threshold"));
    flags.add(Flag.value("pairs", "FILE", null, "CSV with first,second and perhaps same (1 or 0)"));
    flags.add(ImageInput.batchSizeFlag());
    flags.addAll(ComputeFlags.all());
    return flags;
  }

  @Override
  public int run(Arguments arguments, Console console) throws UsageException, IOException {
    boolean table = arguments.isGiven("pairs");
    if (table ? !arguments.positional().isEmpty() : arguments.positional().size() != 2) {
      throw new UsageException(
          "verify takes two images or --pairs FILE, not " + arguments.positional());
    }
    PairFile pairs =
        table ? PairFile.read(SourceFile.of(arguments, "pairs")) : pair(arguments.positional());
    Checkpoint checkpoint = Checkpoint.load(SourceFile.of(arguments, "checkpoint"));
    Optional<Calibration> calibration = checkpoint.additions().calibration();
    try (EmbeddingModel model = ComputeFlags.model(checkpoint, arguments, console)) {
      PairScores scores =
          PairScores.of(pairs, model, arguments.positive("batch-size"), false, console);
      console.result(table ? table(scores, calibration) : single(scores.cosines()[0], calibration));
    }
    if (pairs.isPartlyMarked()) {
      console.warn("some pairs do not say same, so nothing is measured; 1 or 0 is needed for each");
    }
    if (calibration.isEmpty()) {
      console.warn("the model has no threshold; `arcface calibrate` stores one");
    }
    return 0;
  }

  private static PairFile pair(List<String> words) throws UsageException {
    List<Path> paths = ImageInput.paths(words);
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        throw new UsageException(path + " is a folder; verify takes two images or --pairs FILE");
      }
    }
    return new PairFile(List.of(new PairFile.Pair(paths.get(0), paths.get(1), Optional.empty())));
  }

  private static String single(double cosine, Optional<Calibration> calibration) {
    String score = String.format(Locale.ROOT, "cosine: %.4f", cosine);
    return calibration
        .map(c -> "same: %s%n%s%n%s".formatted(decision(cosine, c), score, conditions(c)))
        .orElse(score);
  }

  private static String decision(double cosine, Calibration calibration) {
    return cosine >= calibration.threshold() ? "yes" : "no";
  }

  private static String conditions(Calibration calibration) {
    return String.format(
        Locale.ROOT,
        "threshold: %.4f (false-accept rate %.3g, true-accept rate %.3g on %d pairs of %s)",
        calibration.threshold(),
        calibration.falseAcceptRate(),
        calibration.trueAcceptRate(),
        calibration.pairs(),
        calibration.images());
  }

  private static String table(PairScores scores, Optional<Calibration> calibration) {
    List<String> lines = new ArrayList<>();
    List<PairFile.Pair> pairs = scores.pairs().pairs();
    for (int i = 0; i < pairs.size(); i++) {
      double cosine = scores.cosines()[i];
      String decision = calibration.map(c -> decision(cosine, c)).orElse("-");
      lines.add(
          String.format(
              Locale.ROOT,
              "%7.4f  %-3s  %s  %s",
              cosine,
              decision,
              shown(pairs.get(i).first()),
              shown(pairs.get(i).second())));
    }
    calibration.ifPresent(c -> lines.add(conditions(c)));
    if (scores.pairs().isMarked()) {
      calibration.ifPresent(c -> lines.add(accuracy(scores, c)));
      measures(scores).forEach(measure -> lines.add(MeasureLine.of(measure)));
    }
    return String.join("\n", lines);
  }

  private static String shown(Path image) {
    return FileName.inOneLine(FileName.text(image));
  }

  private static List<Measure> measures(PairScores scores) {
    return scores.scored().report(EvaluationOptions.defaults().falseAcceptRates()).measures();
  }

  private static String accuracy(PairScores scores, Calibration calibration) {
    List<PairFile.Pair> pairs = scores.pairs().pairs();
    int right = 0;
    for (int i = 0; i < pairs.size(); i++) {
      boolean accepted = scores.cosines()[i] >= calibration.threshold();
      right += accepted == pairs.get(i).same().orElseThrow() ? 1 : 0;
    }
    double share = (double) right / pairs.size();
    return MeasureLine.of(Measure.of("accuracy", share, pairs.size(), "at the model's threshold"));
  }
}
