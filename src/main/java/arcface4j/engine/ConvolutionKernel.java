package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;

/** y = W * x, without bias; dx from W and dy; dW from x and dy. */
final class ConvolutionKernel implements Kernel {

  private final Recipe recipe;
  private final LayerSpec.Convolution spec;
  private final Shape inputShape;
  private final ConvolutionShape shape;
  private final PrimitiveDescription forward;
  private final Value weights;
  private final Bindings bindings;
  private Value input;

  /**
   * @param source the descriptor of the layer's input
   * @param bindings where weights and their gradient lie
   */
  ConvolutionKernel(
      Recipe recipe,
      LayerSpec.Convolution spec,
      Shape inputShape,
      Descriptor source,
      Bindings bindings) {
    this.recipe = recipe;
    this.spec = spec;
    this.inputShape = inputShape;
    this.bindings = bindings;
    shape = new ConvolutionShape(recipe, spec, inputShape, source);
    forward = shape.forward();
    weights = bindings.parameter(spec.name() + ".weight", shape.weightShape());
  }

  @Override
  public Value forward(List<Value> inputs) {
    input = inputs.get(0);
    Value output = recipe.value(shape.destination());
    recipe.add(
        Phase.CONVOLUTION_FORWARD,
        forward,
        new Argument(dnnl.DNNL_ARG_SRC, input),
        new Argument(dnnl.DNNL_ARG_WEIGHTS, Reorder.into(recipe, weights, forward.weights())),
        new Argument(dnnl.DNNL_ARG_DST, output));
    return output;
  }

  @Override
  public void backward(Value gradient, Gradients gradients) {
    backwardWeights(gradient);
    if (gradients.wants(spec.input())) {
      gradients.add(spec.input(), backwardData(gradient));
    }
  }

  private Value backwardData(Value gradient) {
    PrimitiveDescription backward = shape.backwardData(forward);
    Value inputGradient = recipe.value(shape.source());
    recipe.add(
        Phase.CONVOLUTION_DATA,
        backward,
        new Argument(dnnl.DNNL_ARG_DIFF_DST, gradient),
        new Argument(dnnl.DNNL_ARG_WEIGHTS, Reorder.into(recipe, weights, backward.weights())),
        new Argument(dnnl.DNNL_ARG_DIFF_SRC, inputGradient));
    return inputGradient;
  }

  private void backwardWeights(Value gradient) {
    TransposedWeightGradient transposed = new TransposedWeightGradient(recipe, spec, inputShape);
    if (transposed.isFaster(input, gradient)) {
      transposed.add(input, gradient, bindings);
      return;
    }
    ConvolutionShape fastest = shape.forWeightGradient();
    PrimitiveDescription hint = fastest == shape ? forward : fastest.forward();
    PrimitiveDescription backward = fastest.backwardWeights(hint);
    Value target = bindings.gradient(spec.name() + ".weight", shape.weightShape());
    boolean direct = backward.weightGradient().sameAs(target.descriptor());
    Value result = direct ? target : recipe.value(backward.weightGradient());
    recipe.add(
        Phase.CONVOLUTION_WEIGHTS,
        backward,
        new Argument(dnnl.DNNL_ARG_SRC, transposed(input, fastest.source())),
        new Argument(dnnl.DNNL_ARG_DIFF_DST, transposed(gradient, fastest.destination())),
        new Argument(dnnl.DNNL_ARG_DIFF_WEIGHTS, result));
    if (!direct) {
      Reorder.add(recipe, result, target);
    }
  }

  private Value transposed(Value value, Descriptor wanted) {
    return Reorder.into(recipe, Phase.TRANSPOSE, value, wanted);
  }
}
