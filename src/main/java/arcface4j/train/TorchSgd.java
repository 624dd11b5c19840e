package arcface4j.train;

import arcface4j.model.MomentumRule;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Stochastic gradient descent as {@code torch.optim.SGD} does it, dampening 0, with g the gradient,
 * b the buffer, mu the momentum and lr the learning rate of the step:
 *
 * <pre>
 *   b = mu b + g
 *   parameter -= lr b             plain
 *   parameter -= lr (g + mu b)    Nesterov
 * </pre>
 *
 * The rate stands outside the buffer, so a change of it acts at once on the whole step; DL4J's
 * {@code Nesterovs} has it inside and differs as soon as the rate changes. The buffer begins at
 * zero, which makes the first step PyTorch's {@code b = g} without a rule of its own.
 *
 * <p>Weight decay is not here: DL4J adds {@code L2Regularization} to the gradient before the
 * updater, which is PyTorch's coupled decay.
 *
 * @param learningRate lr by step
 * @param momentum mu by step; a constant 0 needs no buffer
 * @param nesterov whether the step looks ahead along the buffer
 */
public record TorchSgd(
    @JsonProperty("learningRate") Schedule learningRate,
    @JsonProperty("momentum") Schedule momentum,
    @JsonProperty("nesterov") boolean nesterov)
    implements IUpdater, MomentumRule {

  public TorchSgd {
    if (nesterov && !hasBuffer(momentum)) {
      throw new IllegalArgumentException("Nesterov needs a momentum above 0, not 0");
    }
  }

  /** Rate and momentum that stay as they are. */
  public static TorchSgd constant(double learningRate, double momentum, boolean nesterov) {
    return new TorchSgd(
        new Schedule.Constant(learningRate), new Schedule.Constant(momentum), nesterov);
  }

  boolean hasBuffer() {
    return hasBuffer(momentum);
  }

  private static boolean hasBuffer(Schedule momentum) {
    return !(momentum instanceof Schedule.Constant constant && constant.value() == 0);
  }

  /** One buffer of the parameters' size, or none without momentum. */
  @Override
  public long stateSize(long numParams) {
    return hasBuffer() ? numParams : 0;
  }

  @Override
  public TorchSgdUpdater instantiate(INDArray viewArray, boolean initializeViewArray) {
    TorchSgdUpdater updater = new TorchSgdUpdater(this);
    if (viewArray != null) {
      long[] flat = {viewArray.length()};
      updater.setStateViewArray(viewArray.reshape(flat), flat, 'c', initializeViewArray);
    }
    return updater;
  }

  @Override
  public GradientUpdater<TorchSgd> instantiate(
      Map<String, INDArray> updaterState, boolean initializeStateArrays) {
    TorchSgdUpdater updater = new TorchSgdUpdater(this);
    updater.setState(updaterState, initializeStateArrays);
    return updater;
  }

  @Override
  public double rateAt(int step) {
    return learningRate.at(step);
  }

  @Override
  public double momentumAt(int step) {
    return momentum.at(step);
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return rateAt(iteration);
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  /** Not supported: the rate is part of the configuration, which does not change. */
  @Override
  public void setLrAndSchedule(double lr, ISchedule lrSchedule) {
    throw new UnsupportedOperationException(
        "the rate of TorchSgd is a Schedule; build the network with another TorchSgd");
  }

  /** Itself: a record does not change. */
  @Override
  public TorchSgd clone() {
    return this;
  }
}
