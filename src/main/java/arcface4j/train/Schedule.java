package arcface4j.train;

import java.io.Serializable;
import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/**
 * A learning rate or a momentum as a pure function of the step: no state, so that a resumed run
 * continues where it stopped. Each gives what PyTorch's scheduler of the same name gives when its
 * {@code step()} is called once after every step.
 *
 * <p>The annotations belong to the copy of Jackson that DL4J carries: a schedule is stored in the
 * network's JSON as part of its updater.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
public sealed interface Schedule extends Serializable {

  /** The value used at a step, counted from 0. */
  double at(long step);

  /** The same value at every step. */
  record Constant(@JsonProperty("value") double value) implements Schedule {
    @Override
    public double at(long step) {
      return value;
    }
  }

  /**
   * {@code StepLR}: multiplied by gamma every so many steps.
   *
   * @param initial value at step 0
   * @param periodSteps steps between two changes
   * @param gamma factor of one change; PyTorch's default is 0.1
   */
  record Step(
      @JsonProperty("initial") double initial,
      @JsonProperty("periodSteps") long periodSteps,
      @JsonProperty("gamma") double gamma)
      implements Schedule {

    public Step {
      requirePositive("period", periodSteps);
    }

    @Override
    public double at(long step) {
      return initial * Math.pow(gamma, step / periodSteps);
    }
  }

  /**
   * {@code MultiStepLR}: multiplied by gamma at each milestone; a milestone listed twice counts
   * twice.
   *
   * @param initial value at step 0
   * @param milestoneSteps the steps from which the next smaller value holds
   * @param gamma factor of one change; PyTorch's default is 0.1
   */
  record MultiStep(
      @JsonProperty("initial") double initial,
      @JsonProperty("milestoneSteps") List<Long> milestoneSteps,
      @JsonProperty("gamma") double gamma)
      implements Schedule {

    public MultiStep {
      milestoneSteps = List.copyOf(milestoneSteps);
    }

    @Override
    public double at(long step) {
      long passed = milestoneSteps.stream().filter(milestone -> milestone <= step).count();
      return initial * Math.pow(gamma, passed);
    }
  }

  /**
   * {@code CosineAnnealingLR}: half a cosine from the initial value down to the minimum, and up
   * again past {@code halfPeriodSteps}, as PyTorch continues it.
   *
   * <p>Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", equation 5
   * without the restarts.
   *
   * @param initial value at step 0
   * @param minimum value at {@code halfPeriodSteps}, PyTorch's {@code eta_min}; its default is 0
   * @param halfPeriodSteps PyTorch's {@code T_max}
   */
  record Cosine(
      @JsonProperty("initial") double initial,
      @JsonProperty("minimum") double minimum,
      @JsonProperty("halfPeriodSteps") long halfPeriodSteps)
      implements Schedule {

    public Cosine {
      requirePositive("half period", halfPeriodSteps);
    }

    @Override
    public double at(long step) {
      // The remainder keeps the argument small, and so exact, in a long run.
      double angle = Math.PI * (step % (2 * halfPeriodSteps)) / halfPeriodSteps;
      return minimum + (initial - minimum) * (1 + Math.cos(angle)) / 2;
    }
  }

  private static void requirePositive(String what, long steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          "a " + what + " of " + steps + " steps is not 1 step or more");
    }
  }

  /**
   * {@code OneCycleLR}: from the initial value to the peak and on to the last one; with three
   * phases it returns to the initial value, as fast as it left it, before it goes to the last one.
   *
   * <p>Smith and Topin, "Super-Convergence: Very Fast Training of Neural Networks Using Large
   * Learning Rates". Cycled momentum is a second schedule of the same shape whose {@code peak} is
   * lower than its ends.
   *
   * @param initial value at step 0
   * @param peak value at the end of the first phase
   * @param last value at the last step
   * @param shape where the phases lie and how they are joined
   */
  record OneCycle(
      @JsonProperty("initial") double initial,
      @JsonProperty("peak") double peak,
      @JsonProperty("last") double last,
      @JsonProperty("shape") OneCycleShape shape)
      implements Schedule {

    /** PyTorch's {@code div_factor}: the peak over the initial rate. */
    public static final double INITIAL_DIVISOR = 25;

    /** PyTorch's {@code final_div_factor}: the initial over the last rate. */
    public static final double LAST_DIVISOR = 1e4;

    /** A rate that rises from peak / initialDivisor and ends lastDivisor below its start. */
    public static OneCycle ofRate(
        OneCycleShape shape, double peak, double initialDivisor, double lastDivisor) {
      double initial = peak / initialDivisor;
      return new OneCycle(initial, peak, initial / lastDivisor, shape);
    }

    @Override
    public double at(long step) {
      return shape.join(step, initial, peak, last);
    }
  }
}
