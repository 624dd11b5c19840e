package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import org.bytedeco.dnnl.global.dnnl;

/**
 * A linear layer for inference. The constructor adds the steps that load its weights, {@link
 * #forward} the one that runs.
 */
final class FixedLinear {

  private final Recipe recipe;
  private final LinearShape shape;
  private final PrimitiveDescription description;
  private final Value weights;
  private final Value bias;

  FixedLinear(
      Recipe recipe, LayerSpec.Linear spec, int channels, Descriptor source, Bindings bindings) {
    this.recipe = recipe;
    shape = new LinearShape(recipe, spec, channels, source);
    description = shape.forward();
    Value master = bindings.parameter(spec.name() + ".weight", shape.weightShape());
    weights = Loading.copy(recipe, master, description.weights());
    Value masterBias = bindings.parameter(spec.name() + ".bias", spec.features());
    bias = Loading.copy(recipe, masterBias, masterBias.descriptor());
  }

  Value forward(Value input) {
    Value output = recipe.value(shape.features(), Value.Owner.BORDER);
    recipe.add(
        Phase.LINEAR,
        description,
        new Argument(dnnl.DNNL_ARG_SRC, input),
        new Argument(dnnl.DNNL_ARG_WEIGHTS, weights),
        new Argument(dnnl.DNNL_ARG_BIAS, bias),
        new Argument(dnnl.DNNL_ARG_DST, output));
    return output;
  }
}
