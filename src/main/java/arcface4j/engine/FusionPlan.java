package arcface4j.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which layers of a network run inside a convolution when statistics are fixed: the batch norm
 * behind it, the residual sum behind that, and the activation.
 */
final class FusionPlan {

  /**
   * A convolution with what runs inside it.
   *
   * @param convolution the layer whose weights it has
   * @param norm folded into weights and bias, or null
   * @param overwritten the value that the result is added to and written over, or null
   * @param activation what comes last, or null
   */
  record Fused(
      LayerSpec.Convolution convolution,
      LayerSpec.Norm norm,
      String overwritten,
      Activation activation) {

    Fused with(Activation last) {
      return new Fused(convolution, norm, overwritten, last);
    }
  }

  private final NetworkSpec spec;
  private final Map<String, Fused> byOutput = new HashMap<>();
  private final Set<String> absorbed = new HashSet<>();
  private final Set<String> overwritten = new HashSet<>();

  FusionPlan(NetworkSpec spec) {
    this.spec = spec;
    spec.layers().forEach(this::plan);
  }

  /** The fused convolution that gives this layer's output, if one does. */
  Optional<Fused> at(LayerSpec layer) {
    return Optional.ofNullable(byOutput.get(layer.name()));
  }

  /** Whether the layer runs inside a later one. */
  boolean isAbsorbed(LayerSpec layer) {
    return absorbed.contains(layer.name());
  }

  private void plan(LayerSpec layer) {
    if (layer instanceof LayerSpec.Convolution convolution) {
      byOutput.put(layer.name(), new Fused(convolution, null, null, null));
    }
    if (layer instanceof LayerSpec.Norm norm) {
      planNorm(norm);
    }
    if (layer instanceof LayerSpec.Gelu gelu) {
      planGelu(gelu);
    }
    if (layer instanceof LayerSpec.AddRelu add && !planSum(add, add.left(), add.right())) {
      planSum(add, add.right(), add.left());
    }
  }

  private void planNorm(LayerSpec.Norm norm) {
    Fused before = byOutput.get(norm.input());
    if (before != null && before.norm() == null && mayGrow(norm.input(), before)) {
      Activation activation = norm.relu() ? Activation.RELU : null;
      absorb(norm.input(), norm, new Fused(before.convolution(), norm, null, activation));
    }
  }

  private void planGelu(LayerSpec.Gelu gelu) {
    Fused before = byOutput.get(gelu.input());
    if (before != null && mayGrow(gelu.input(), before)) {
      absorb(gelu.input(), gelu, before.with(Activation.GELU));
    }
  }

  private boolean planSum(LayerSpec.AddRelu add, String inner, String other) {
    Fused before = byOutput.get(inner);
    boolean fits =
        before != null
            && before.overwritten() == null
            && mayGrow(inner, before)
            && !before.convolution().input().equals(other)
            && isOver(other, add);
    if (fits) {
      overwritten.add(other);
      absorb(inner, add, new Fused(before.convolution(), before.norm(), other, Activation.RELU));
    }
    return fits;
  }

  private void absorb(String inner, LayerSpec outer, Fused fused) {
    byOutput.remove(inner);
    absorbed.add(inner);
    byOutput.put(outer.name(), fused);
  }

  /**
   * Whether the one layer that reads the output may run inside too: nothing follows ReLU or GELU.
   */
  private boolean mayGrow(String output, Fused fused) {
    return fused.activation() == null && onlyReader(output) && mayWait(fused.convolution());
  }

  /** Whether what it reads is still there behind the layers planned so far. */
  private boolean mayWait(LayerSpec.Convolution convolution) {
    return !overwritten.contains(convolution.input());
  }

  private boolean onlyReader(String name) {
    return spec.readers(name) == 1;
  }

  // A value may be overwritten if nothing reads it later. A convolution that waits for a later
  // layer to absorb it would read it too late, so every other reader must run at its own place.
  private boolean isOver(String value, LayerSpec by) {
    List<LayerSpec> layers = spec.layers();
    return !value.equals(NetworkSpec.IMAGES)
        && layers.stream()
            .filter(layer -> layer.inputs().contains(value) && layer != by)
            .allMatch(layer -> runsBefore(layer, layers.indexOf(by)));
  }

  private boolean runsBefore(LayerSpec reader, int position) {
    int at = spec.layers().indexOf(reader);
    if (at >= position) {
      return false;
    }
    String name = reader.name();
    while (absorbed.contains(name)) {
      String inner = name;
      LayerSpec outer =
          spec.layers().stream().filter(l -> l.inputs().contains(inner)).findFirst().orElseThrow();
      at = spec.layers().indexOf(outer);
      name = outer.name();
    }
    return at < position;
  }
}
