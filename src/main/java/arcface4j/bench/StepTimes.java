package arcface4j.bench;

import arcface4j.engine.StepProfile;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long the parts of some steps took together, in nanoseconds; a part that nobody counted is
 * missing.
 */
final class StepTimes {

  private final Map<StepPart, Long> nanos = new EnumMap<>(StepPart.class);

  StepTimes add(StepPart part, long more) {
    nanos.merge(part, more, Long::sum);
    return this;
  }

  StepTimes add(StepProfile profile) {
    StepPart.ofPhases().forEach((phase, part) -> add(part, profile.nanos(phase)));
    return this;
  }

  /** The parts as shares of a whole, by name; {@link StepPart#OTHER} is what is left of it. */
  Map<String, Double> shares(long wholeNanos) {
    Map<String, Double> shares = new LinkedHashMap<>();
    double counted = 0;
    for (StepPart part : nanos.keySet()) {
      double share = (double) nanos.get(part) / wholeNanos;
      shares.put(part.label(), share);
      counted += share;
    }
    shares.put(StepPart.OTHER.label(), 1 - counted);
    return shares;
  }
}
