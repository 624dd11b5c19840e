package arcface4j.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The columns of {@code metrics.csv}: those of the first releases, and retrieval where it counts.
 */
public final class MetricsColumns {

  private final Map<String, Function<EpochReport, Double>> scores = new LinkedHashMap<>();

  /**
   * The columns of a run.
   *
   * @param validationUnseen whether the validation images are of classes that training has not
   * @param testUnseen the same of the test images
   */
  public MetricsColumns(boolean validationUnseen, boolean testUnseen) {
    add("validation", validationUnseen, report -> report.scores().validation());
    add("test", testUnseen, report -> report.scores().test());
  }

  private void add(String images, boolean unseen, Function<EpochReport, EpochScores.Score> score) {
    if (unseen) {
      scores.put(images + "_recall_at_1", report -> score.apply(report).recallAt1());
      scores.put(images + "_map_at_r", report -> score.apply(report).mapAtR());
    } else {
      scores.put(images + "_accuracy", report -> score.apply(report).accuracy());
    }
  }

  /** Their names. */
  List<String> names() {
    List<String> names =
        new ArrayList<>(List.of(MetricsLog.EPOCH, "step", "train_loss", "train_accuracy"));
    names.addAll(scores.keySet());
    Collections.addAll(names, "learning_rate", "seconds", "images_per_second");
    return names;
  }

  /**
   * What stands beside the epoch.
   *
   * @param imagesPerSecond null where no image was trained
   */
  List<Object> row(long step, EpochReport report, String imagesPerSecond) {
    List<Object> row = new ArrayList<>();
    row.add(step);
    row.add(report.totals().meanLoss());
    row.add(report.totals().accuracy());
    scores.values().forEach(score -> row.add(known(score.apply(report))));
    row.add(report.learningRate());
    row.add(String.format(Locale.ROOT, "%.3f", report.seconds()));
    row.add(imagesPerSecond);
    return row;
  }

  private static Double known(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
