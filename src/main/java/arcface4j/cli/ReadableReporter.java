package arcface4j.cli;

import arcface4j.train.EpochReport;
import arcface4j.train.EpochScores;
import arcface4j.train.StepReport;
import arcface4j.train.TrainingListener;
import java.nio.file.Path;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;

/** A bar while an epoch is under way, a line of the table when it is done. */
final class ReadableReporter implements TrainingListener, AutoCloseable {

  private final Console console;
  private ProgressBar bar;
  private boolean headed;

  ReadableReporter(Console console) {
    this.console = console;
  }

  @Override
  public void stepDone(StepReport report) {
    if (bar == null) {
      long images = report.imagesPerEpoch();
      bar =
          ProgressBars.images(
              "epoch %d/%d".formatted(report.epoch(), report.epochs()), images, console);
      bar.stepTo(report.totals().images() - report.batchSize());
    }
    bar.stepBy(report.batchSize());
    bar.setExtraMessage(String.format(Locale.ROOT, " loss %.3f", report.totals().meanLoss()));
  }

  @Override
  public void epochDone(EpochReport report) {
    close();
    if (!headed) {
      console.result("Accuracies are margin-free: the class of the largest s cos(theta).");
      headed = true;
    }
    console.result(
        String.format(
            Locale.ROOT,
            "epoch %3d | train loss: %8.4f | train acc: %.4f%s%s | lr: %.5f | %6.1f s",
            report.epoch(),
            report.totals().meanLoss(),
            report.totals().accuracy(),
            known("validation", report.scores().validation()),
            known("test", report.scores().test()),
            report.learningRate(),
            report.seconds()));
  }

  private static String known(String images, EpochScores.Score score) {
    if (score.isOfRetrieval()) {
      return String.format(
          Locale.ROOT,
          " | unseen %s Recall@1: %.4f, MAP@R: %.4f",
          images,
          score.recallAt1(),
          score.mapAtR());
    }
    return Double.isNaN(score.accuracy())
        ? ""
        : String.format(Locale.ROOT, " | %s acc: %.4f", images, score.accuracy());
  }

  @Override
  public void saved(Path checkpoint) {
    close();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
