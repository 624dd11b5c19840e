package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;

/**
 * y = scale (x - mean) / sqrt(variance + epsilon) + shift with mean and (biased) variance of the
 * batch, and ReLU behind it (Ioffe and Szegedy, 2015).
 */
final class NormKernel implements Kernel {

  private final Recipe recipe;
  private final LayerSpec.Norm spec;
  private final Bindings bindings;
  private final int channels;
  private final Value scale;
  private final Value mean;
  private final Value variance;
  private PrimitiveDescription forward;
  private Value input;
  private Value signs;

  NormKernel(Recipe recipe, LayerSpec.Norm spec, int channels, Bindings bindings) {
    this.recipe = recipe;
    this.spec = spec;
    this.bindings = bindings;
    this.channels = channels;
    scale = bindings.parameter(spec.name() + ".weight", channels);
    mean = recipe.value(recipe.plain(channels), Value.Owner.ARENA_FOR_EVER);
    variance = recipe.value(recipe.plain(channels), Value.Owner.ARENA_FOR_EVER);
  }

  /** The mean of the last batch [C]. */
  Value mean() {
    return mean;
  }

  /** The biased variance of the last batch [C]. */
  Value variance() {
    return variance;
  }

  @Override
  public Value forward(List<Value> inputs) {
    input = inputs.get(0);
    Value output = recipe.value(input.descriptor());
    forward = NormShape.training(recipe, spec, input.descriptor());
    List<Argument> arguments = new ArrayList<>();
    arguments.add(new Argument(dnnl.DNNL_ARG_SRC, input));
    arguments.add(new Argument(dnnl.DNNL_ARG_SCALE, scale));
    arguments.add(
        new Argument(dnnl.DNNL_ARG_SHIFT, bindings.parameter(spec.name() + ".bias", channels)));
    arguments.add(new Argument(dnnl.DNNL_ARG_DST, output));
    addCommon(arguments);
    recipe.add(Phase.NORM_FORWARD, forward, arguments.toArray(Argument[]::new));
    return output;
  }

  @Override
  public void backward(Value gradient, Gradients gradients) {
    Value inputGradient = recipe.value(input.descriptor());
    List<Argument> arguments = new ArrayList<>();
    arguments.add(new Argument(dnnl.DNNL_ARG_SRC, input));
    arguments.add(new Argument(dnnl.DNNL_ARG_SCALE, scale));
    arguments.add(new Argument(dnnl.DNNL_ARG_DIFF_DST, gradient));
    arguments.add(new Argument(dnnl.DNNL_ARG_DIFF_SRC, inputGradient));
    arguments.add(gradientOf(dnnl.DNNL_ARG_DIFF_SCALE, ".weight"));
    arguments.add(gradientOf(dnnl.DNNL_ARG_DIFF_SHIFT, ".bias"));
    addCommon(arguments);
    recipe.add(
        Phase.NORM_BACKWARD,
        NormShape.backward(recipe, spec, input.descriptor(), forward),
        arguments.toArray(Argument[]::new));
    gradients.add(spec.input(), inputGradient);
  }

  private void addCommon(List<Argument> arguments) {
    arguments.add(new Argument(dnnl.DNNL_ARG_MEAN, mean));
    arguments.add(new Argument(dnnl.DNNL_ARG_VARIANCE, variance));
    if (spec.relu()) {
      arguments.add(new Argument(dnnl.DNNL_ARG_WORKSPACE, signs()));
    }
  }

  // Where ReLU let numbers through: oneDNN's workspace between forward and backward.
  private Value signs() {
    if (signs == null) {
      signs = recipe.value(forward.workspace());
    }
    return signs;
  }

  private Argument gradientOf(int role, String parameter) {
    return new Argument(role, bindings.gradient(spec.name() + parameter, channels));
  }
}
