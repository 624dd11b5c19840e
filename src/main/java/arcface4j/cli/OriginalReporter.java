package arcface4j.cli;

import arcface4j.eval.ClassificationReport;
import arcface4j.train.EpochReport;
import arcface4j.train.EpochScores;
import arcface4j.train.EpochTotals;
import arcface4j.train.StepReport;
import arcface4j.train.TrainingListener;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Prints what the PyTorch program prints, with its own figures: "acc" is a weighted F1 of logits
 * that carry the margin, and a loss is the sum of the batches' means over the number of images. The
 * margin-free accuracy stands behind.
 */
final class OriginalReporter implements TrainingListener {

  private static final int BATCHES_BETWEEN_LINES = 10;
  private static final int DIGITS = 6;

  private final Console console;

  OriginalReporter(Console console) {
    this.console = console;
  }

  @Override
  public void stepDone(StepReport report) {
    int batch = report.totals().batches();
    if (batch % BATCHES_BETWEEN_LINES == 0) {
      console.result(
          "batch: %3d/%-3d, train acc: %-8s, train loss: %-8s"
              .formatted(
                  batch,
                  report.batchesPerEpoch(),
                  number(accuracy(report.totals())),
                  number(report.totals().originalLoss())));
    }
  }

  @Override
  public void epochDone(EpochReport report) {
    EpochScores.Original original = report.scores().original();
    console.result(
        "epoch: %3d, train acc: %-8s, train loss: %-8s, test acc: %-8s, test loss: %-8s"
                .formatted(
                    report.epoch(),
                    number(accuracy(report.totals())),
                    number(report.totals().originalLoss()),
                    number(original.accuracy()),
                    number(original.loss()))
            + String.format(
                Locale.ROOT, ", margin-free test acc: %.4f", report.scores().test().accuracy()));
  }

  @Override
  public void saved(Path checkpoint) {
    console.result(checkpoint.toString());
  }

  private static double accuracy(EpochTotals totals) {
    return ClassificationReport.of(totals.labels(), totals.predictedWithMargin())
        .originalAccuracy()
        .value();
  }

  /** Python's {@code round(value, 6)} as it prints. */
  static String number(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return String.valueOf(value).toLowerCase(Locale.ROOT);
    }
    BigDecimal rounded = new BigDecimal(value).setScale(DIGITS, RoundingMode.HALF_EVEN);
    String text = rounded.stripTrailingZeros().toPlainString();
    return text.contains(".") ? text : text + ".0";
  }
}
