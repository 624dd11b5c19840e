package arcface4j.bench;

import arcface4j.engine.Phase;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the time of a step goes. */
public enum StepPart {
  CONV_FORWARD(Phase.CONVOLUTION_FORWARD),
  CONV_DATA(Phase.CONVOLUTION_DATA),
  CONV_WEIGHTS(Phase.CONVOLUTION_WEIGHTS),
  BATCH_NORM(Phase.NORM_FORWARD, Phase.NORM_BACKWARD),
  /** Additions with ReLU, GELU, pooling, the linear layer. */
  LAYERS(Phase.ADD, Phase.ACTIVATION, Phase.POOL, Phase.LINEAR),
  REORDER(Phase.REORDER_WEIGHTS, Phase.REORDER_BORDER, Phase.TRANSPOSE, Phase.REORDER_ACTIVATION),
  HEAD,
  UPDATER,
  /** Waiting for the next batch. */
  INPUT,
  /** What is left of the step. */
  OTHER;

  private final List<Phase> phases;

  StepPart(Phase... phases) {
    this.phases = List.of(phases);
  }

  /** The name in results. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The part that each phase of the engine belongs to. */
  static Map<Phase, StepPart> ofPhases() {
    Map<Phase, StepPart> parts = new EnumMap<>(Phase.class);
    for (StepPart part : values()) {
      part.phases.forEach(phase -> parts.put(phase, part));
    }
    return parts;
  }
}
