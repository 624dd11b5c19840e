package arcface4j.cli;

import arcface4j.report.LearningCurves;
import arcface4j.train.CheckpointKeeper;
import arcface4j.train.MetricsLog;
import arcface4j.train.RunFolder;
import arcface4j.train.RunRecord;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code report} is asked about: a run's folder, or a checkpoint alone.
 *
 * @param name for the title
 * @param checkpoint the model
 * @param page where the page goes unless told otherwise
 * @param record {@code run.json}, if there is one
 * @param curves what the run measured, if there is a {@code metrics.csv} with an epoch
 */
record ReportSource(
    String name,
    Path checkpoint,
    Path page,
    Optional<JsonNode> record,
    Optional<LearningCurves> curves) {

  private static final String PAGE = "report.html";

  /** Finds out which of the two it is. */
  static ReportSource of(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      return ofRun(place);
    }
    if (!Files.exists(place)) {
      throw new IOException(
          place + ": no such run or checkpoint; give a run's folder or a .ckpt file");
    }
    return new ReportSource(
        place.getFileName().toString(),
        place,
        place.resolveSibling(PAGE),
        Optional.empty(),
        Optional.empty());
  }

  private static ReportSource ofRun(Path place) throws IOException {
    RunFolder run = new RunFolder(place);
    Path best = run.checkpoints().resolve(CheckpointKeeper.BEST);
    Path checkpoint = Files.exists(best) ? best : run.checkpoints().resolve(CheckpointKeeper.LAST);
    if (!Files.exists(checkpoint)) {
      throw withoutCheckpoint(run);
    }
    return new ReportSource(
        place.toAbsolutePath().normalize().getFileName().toString(),
        checkpoint,
        place.resolve(PAGE),
        Files.exists(run.record()) ? Optional.of(RunRecord.read(run)) : Optional.empty(),
        Files.exists(run.metrics()) ? curves(run.metrics()) : Optional.empty());
  }

  /** No run, or one whose checkpoints lie elsewhere or are still to come. */
  private static IOException withoutCheckpoint(RunFolder run) {
    String missing =
        "no checkpoints/%s and no checkpoints/%s"
            .formatted(CheckpointKeeper.BEST, CheckpointKeeper.LAST);
    return new IOException(
        Files.exists(run.record())
            ? "the run %s has %s; if --checkpoint-dir put them elsewhere, give the .ckpt file"
                .formatted(run.path(), missing)
            : "%s is not the folder of a run: it has %s".formatted(run.path(), missing));
  }

  private static Optional<LearningCurves> curves(Path file) throws IOException {
    MetricsLog.Table table = MetricsLog.read(file);
    return table.rows().isEmpty()
        ? Optional.empty()
        : Optional.of(new LearningCurves(table.columns(), table.rows()));
  }
}
