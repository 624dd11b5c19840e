package arcface4j.train;

import arcface4j.model.WeightDecay;

/**
 * How the parameters move.
 *
 * @param schedule how the rate changes over the run
 * @param learningRate the first rate, or the peak of one-cycle
 * @param momentum 0 for none
 * @param nesterov whether the step looks ahead along the momentum
 * @param stepEpochs for {@link RateSchedule#STEP}: epochs between two changes
 * @param stepGamma for {@link RateSchedule#STEP}: factor of one change
 * @param decay of the weights
 * @param averagingDecay of the moving average that is evaluated and saved in place of the weights;
 *     0 for none
 */
public record OptimizerOptions(
    RateSchedule schedule,
    double learningRate,
    double momentum,
    boolean nesterov,
    int stepEpochs,
    double stepGamma,
    WeightDecay decay,
    double averagingDecay) {

  /** The shapes a rate can have over a run. */
  public enum RateSchedule {
    CONSTANT,
    STEP,
    COSINE,
    ONE_CYCLE
  }

  /** The updater of a run of so many steps. */
  TorchSgd updater(long totalSteps, long stepsPerEpoch) {
    return new TorchSgd(rate(totalSteps, stepsPerEpoch), new Schedule.Constant(momentum), nesterov);
  }

  private Schedule rate(long totalSteps, long stepsPerEpoch) {
    return switch (schedule) {
      case CONSTANT -> new Schedule.Constant(learningRate);
      case STEP -> new Schedule.Step(learningRate, stepEpochs * stepsPerEpoch, stepGamma);
      case COSINE -> new Schedule.Cosine(learningRate, 0, totalSteps);
      case ONE_CYCLE ->
          Schedule.OneCycle.ofRate(
              OneCycleShape.of(totalSteps),
              learningRate,
              Schedule.OneCycle.INITIAL_DIVISOR,
              Schedule.OneCycle.LAST_DIVISOR);
    };
  }
}
