package arcface4j.train;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Where the phases of a one-cycle schedule lie and how the values between them are joined; shared
 * by rate and momentum.
 *
 * @param totalSteps steps of the whole run; there is no value past the last one
 * @param peakFraction PyTorch's {@code pct_start}: the part of the run before the peak
 * @param annealing how two values are joined
 * @param threePhase whether the way back to the initial value is a phase of its own
 */
public record OneCycleShape(
    @JsonProperty("totalSteps") long totalSteps,
    @JsonProperty("peakFraction") double peakFraction,
    @JsonProperty("annealing") Annealing annealing,
    @JsonProperty("threePhase") boolean threePhase)
    implements Serializable {

  /** PyTorch's default for {@code pct_start}. */
  public static final double PEAK_FRACTION = 0.3;

  /** How two values are joined. */
  public enum Annealing {
    COSINE,
    LINEAR;

    private double between(double from, double to, double part) {
      return this == LINEAR
          ? from + (to - from) * part
          : to + (from - to) / 2 * (1 + Math.cos(Math.PI * part));
    }
  }

  public OneCycleShape {
    if (totalSteps < 1) {
      throw new IllegalArgumentException("a cycle of " + totalSteps + " steps is not 1 or more");
    }
    double limit = threePhase ? 0.5 : 1;
    if (!(peakFraction >= 0 && peakFraction <= limit)) {
      throw new IllegalArgumentException(
          "a peak after " + peakFraction + " of the run is not in [0, " + limit + "]");
    }
  }

  /** PyTorch's defaults: two phases, cosine, the peak after 30 % of the run. */
  public static OneCycleShape of(long totalSteps) {
    return new OneCycleShape(totalSteps, PEAK_FRACTION, Annealing.COSINE, false);
  }

  /** The value at a step on the way initial - peak - (initial -) last. */
  double join(long step, double initial, double peak, double last) {
    if (step < 0 || step >= totalSteps) {
      throw new IllegalArgumentException(
          "step " + step + " is not one of the cycle's " + totalSteps + " steps");
    }
    // The ends need not be whole numbers; PyTorch does not round them either.
    double peakStep = peakFraction * totalSteps - 1;
    if (step <= peakStep) {
      return phase(step, 0, peakStep, initial, peak);
    }
    if (!threePhase) {
      return phase(step, peakStep, totalSteps - 1, peak, last);
    }
    double backStep = 2 * peakFraction * totalSteps - 2;
    return step <= backStep
        ? phase(step, peakStep, backStep, peak, initial)
        : phase(step, backStep, totalSteps - 1, initial, last);
  }

  private double phase(long step, double start, double end, double from, double to) {
    // A phase of no length is a jump to its end; PyTorch divides by zero there.
    return end > start ? annealing.between(from, to, (step - start) / (end - start)) : to;
  }
}
