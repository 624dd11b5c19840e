package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;

/**
 * y = W x + b. The features y are float32 in every precision; x and dy are in the program's, for
 * the matrix kernels.
 */
final class LinearKernel implements Kernel {

  private final Recipe recipe;
  private final LayerSpec.Linear spec;
  private final Bindings bindings;
  private final LinearShape shape;
  private final PrimitiveDescription forward;
  private final Value weights;
  private Value input;

  /**
   * @param source descriptor of the input [N, C, 1, 1]
   */
  LinearKernel(
      Recipe recipe, LayerSpec.Linear spec, int channels, Descriptor source, Bindings bindings) {
    this.recipe = recipe;
    this.spec = spec;
    this.bindings = bindings;
    shape = new LinearShape(recipe, spec, channels, source);
    forward = shape.forward();
    weights = bindings.parameter(spec.name() + ".weight", shape.weightShape());
  }

  @Override
  public Value forward(List<Value> inputs) {
    input = inputs.get(0);
    Value output = recipe.value(shape.features(), Value.Owner.BORDER);
    recipe.add(
        Phase.LINEAR,
        forward,
        new Argument(dnnl.DNNL_ARG_SRC, input),
        new Argument(dnnl.DNNL_ARG_WEIGHTS, Reorder.into(recipe, weights, forward.weights())),
        new Argument(
            dnnl.DNNL_ARG_BIAS, bindings.parameter(spec.name() + ".bias", spec.features())),
        new Argument(dnnl.DNNL_ARG_DST, output));
    return output;
  }

  @Override
  public void backward(Value gradient, Gradients gradients) {
    Value own = Reorder.into(recipe, gradient, shape.featureGradient());
    backwardWeights(own);
    if (gradients.wants(spec.input())) {
      gradients.add(spec.input(), backwardData(own));
    }
  }

  private Value backwardData(Value gradient) {
    PrimitiveDescription backward = shape.backwardData(forward);
    Value inputGradient = recipe.value(shape.source());
    recipe.add(
        Phase.LINEAR,
        backward,
        new Argument(dnnl.DNNL_ARG_DIFF_DST, gradient),
        new Argument(dnnl.DNNL_ARG_WEIGHTS, Reorder.into(recipe, weights, backward.weights())),
        new Argument(dnnl.DNNL_ARG_DIFF_SRC, inputGradient));
    return inputGradient;
  }

  private void backwardWeights(Value gradient) {
    PrimitiveDescription backward = shape.backwardWeights(forward);
    Value target = bindings.gradient(spec.name() + ".weight", shape.weightShape());
    boolean direct = backward.weightGradient().sameAs(target.descriptor());
    Value result = direct ? target : recipe.value(backward.weightGradient());
    recipe.add(
        Phase.LINEAR,
        backward,
        new Argument(dnnl.DNNL_ARG_SRC, input),
        new Argument(dnnl.DNNL_ARG_DIFF_DST, gradient),
        new Argument(dnnl.DNNL_ARG_DIFF_WEIGHTS, result),
        new Argument(
            dnnl.DNNL_ARG_DIFF_BIAS, bindings.gradient(spec.name() + ".bias", spec.features())));
    if (!direct) {
      Reorder.add(recipe, result, target);
    }
  }
}
