package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import org.bytedeco.dnnl.global.dnnl;

/**
 * A batch norm for inference that no convolution could take in. The constructor adds the steps that
 * load its parameters, {@link #forward} the one that runs.
 */
final class FixedNorm {

  private final Recipe recipe;
  private final LayerSpec.Norm spec;
  private final Value scale;
  private final Value shift;
  private final Value mean;
  private final Value variance;

  FixedNorm(Recipe recipe, LayerSpec.Norm spec, int channels, Bindings bindings) {
    this.recipe = recipe;
    this.spec = spec;
    scale = load(bindings, ".weight", channels);
    shift = load(bindings, ".bias", channels);
    mean = load(bindings, ".running_mean", channels);
    variance = load(bindings, ".running_var", channels);
  }

  private Value load(Bindings bindings, String parameter, int channels) {
    Value master = bindings.parameter(spec.name() + parameter, channels);
    return Loading.copy(recipe, master, master.descriptor());
  }

  Value forward(Value input) {
    Value output = recipe.value(input.descriptor());
    recipe.add(
        Phase.NORM_FORWARD,
        NormShape.inference(recipe, spec, input.descriptor()),
        new Argument(dnnl.DNNL_ARG_SRC, input),
        new Argument(dnnl.DNNL_ARG_MEAN, mean),
        new Argument(dnnl.DNNL_ARG_VARIANCE, variance),
        new Argument(dnnl.DNNL_ARG_SCALE, scale),
        new Argument(dnnl.DNNL_ARG_SHIFT, shift),
        new Argument(dnnl.DNNL_ARG_DST, output));
    return output;
  }
}
