package arcface4j.cli;

import arcface4j.head.CentreStart;
import arcface4j.head.MarginHead;
import arcface4j.train.ChanceTest;
import arcface4j.train.EpochReport;
import arcface4j.train.ModelDescription;
import arcface4j.train.StepReport;
import arcface4j.train.TrainingListener;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Says once when a network has not started to learn: after the second epoch or a later one, or
 * after the only one, its training accuracy is not above chance. Epochs of few images prove nothing
 * and are let pass.
 */
final class StartWatch implements TrainingListener {

  private static final int FIRST_EPOCH = 2;
  private static final int FEWEST_IMAGES = 200;

  private final TrainingListener listener;
  private final ModelDescription model;
  private final int epochs;
  private final Console console;
  private Optional<String> warning = Optional.empty();

  /**
   * Watches, and passes everything on.
   *
   * @param model what is trained
   * @param epochs of the whole run
   */
  StartWatch(TrainingListener listener, ModelDescription model, int epochs, Console console) {
    this.listener = listener;
    this.model = model;
    this.epochs = epochs;
    this.console = console;
  }

  @Override
  public void stepDone(StepReport report) {
    listener.stepDone(report);
  }

  @Override
  public void epochDone(EpochReport report) {
    listener.epochDone(report);
    ChanceTest test = ChanceTest.of(report.totals(), model.labels().size());
    boolean tells =
        report.epoch() >= Math.min(FIRST_EPOCH, epochs) && test.images() >= FEWEST_IMAGES;
    if (warning.isEmpty() && tells && !test.passed()) {
      warning = Optional.of(text(report.epoch(), test));
      console.warn(warning.get());
    }
  }

  private String text(int epoch, ChanceTest test) {
    return String.format(
        Locale.ROOT,
        "the network has not started to learn: after epoch %d its margin-free training accuracy"
            + " %.4f is not above %.4f, chance and three standard errors; if it stays so, try %sa"
            + " longer --margin-delay, a smaller --scale or another --lr",
        epoch,
        test.accuracy(),
        test.bound(),
        wouldRatherStartTogether() ? "--centre-start together, " : "");
  }

  private boolean wouldRatherStartTogether() {
    MarginHead head = model.head();
    return head.centres().start() == CentreStart.XAVIER
        && head.suitedStart() == CentreStart.TOGETHER;
  }

  @Override
  public void saved(Path checkpoint) {
    listener.saved(checkpoint);
  }

  /** What was said, if anything. */
  Optional<String> warning() {
    return warning;
  }
}
