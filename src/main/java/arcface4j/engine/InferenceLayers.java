package arcface4j.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The layers of a network for inference. Making this object adds the steps that load parameters,
 * {@link #forward} those that run.
 */
final class InferenceLayers {

  /** Adds a layer's steps and returns its output. */
  private interface Layer {
    Value forward(Map<String, Value> outputs);
  }

  private record Named(String name, Layer layer) {}

  private final Recipe recipe;
  private final NetworkSpec spec;
  private final Bindings bindings;
  private final List<Named> layers = new ArrayList<>();

  InferenceLayers(Recipe recipe, NetworkSpec spec, Bindings bindings) {
    this.recipe = recipe;
    this.spec = spec;
    this.bindings = bindings;
    FusionPlan fusions = new FusionPlan(spec);
    for (LayerSpec layer : spec.layers()) {
      if (!fusions.isAbsorbed(layer)) {
        Layer made = fusions.at(layer).map(this::convolution).orElseGet(() -> other(layer));
        layers.add(new Named(layer.name(), made));
      }
    }
  }

  /** Adds the steps of all layers and returns the output of the last one. */
  Value forward(Value images) {
    Map<String, Value> outputs = new HashMap<>();
    outputs.put(NetworkSpec.IMAGES, images);
    layers.forEach(named -> outputs.put(named.name, named.layer.forward(outputs)));
    return outputs.get(spec.last().name());
  }

  private Layer convolution(FusionPlan.Fused fused) {
    String input = fused.convolution().input();
    FoldedConvolution convolution =
        new FoldedConvolution(recipe, fused, spec.shape(input), source(input), bindings);
    return outputs -> convolution.forward(outputs.get(input), outputs.get(fused.overwritten()));
  }

  private Layer other(LayerSpec layer) {
    String input = layer.inputs().get(0);
    int channels = spec.shape(input).channels();
    if (layer instanceof LayerSpec.Norm norm) {
      FixedNorm fixed = new FixedNorm(recipe, norm, channels, bindings);
      return outputs -> fixed.forward(outputs.get(input));
    }
    if (layer instanceof LayerSpec.AddRelu add) {
      return outputs ->
          Addition.of(
              recipe,
              add.name(),
              outputs.get(add.left()),
              outputs.get(add.right()),
              Activation.RELU);
    }
    if (layer instanceof LayerSpec.MaxPool pool) {
      PoolShape shape = PoolShape.largest(recipe, pool, spec.shape(input), source(input));
      return step(Phase.POOL, input, shape.inference(), shape.destination());
    }
    if (layer instanceof LayerSpec.GlobalPool pool) {
      PoolShape shape = PoolShape.average(recipe, pool, spec.shape(input), source(input));
      return step(Phase.POOL, input, shape.inference(), shape.destination());
    }
    if (layer instanceof LayerSpec.Gelu gelu) {
      ElementwiseShape shape = GeluKernel.shape(recipe, gelu, source(input));
      return step(Phase.ACTIVATION, input, shape.inference(), shape.numbers());
    }
    FixedLinear linear =
        new FixedLinear(recipe, (LayerSpec.Linear) layer, channels, source(input), bindings);
    return outputs -> linear.forward(outputs.get(input));
  }

  private Layer step(
      Phase phase, String input, PrimitiveDescription description, Descriptor destination) {
    return outputs -> recipe.apply(phase, description, outputs.get(input), destination);
  }

  private Descriptor source(String name) {
    return name.equals(NetworkSpec.IMAGES)
        ? ImageLayout.descriptor(recipe, spec)
        : recipe.activation(spec.shape(name));
  }
}
