package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;

/** y = gelu(x); its slope needs x, which is kept. */
final class GeluKernel implements Kernel {

  private final Recipe recipe;
  private final LayerSpec.Gelu spec;
  private final ElementwiseShape shape;
  private final PrimitiveDescription forward;
  private Value input;

  GeluKernel(Recipe recipe, LayerSpec.Gelu spec, Descriptor source) {
    this.recipe = recipe;
    this.spec = spec;
    shape = shape(recipe, spec, source);
    forward = shape.training();
  }

  static ElementwiseShape shape(Recipe recipe, LayerSpec.Gelu spec, Descriptor source) {
    return new ElementwiseShape(recipe, "GELU " + spec.name(), Activation.GELU.code(), source);
  }

  @Override
  public Value forward(List<Value> inputs) {
    input = inputs.get(0);
    return recipe.apply(Phase.ACTIVATION, forward, input, shape.numbers());
  }

  @Override
  public void backward(Value gradient, Gradients gradients) {
    Value inputGradient = recipe.value(shape.numbers());
    recipe.add(
        Phase.ACTIVATION,
        shape.backward(forward),
        new Argument(dnnl.DNNL_ARG_SRC, input),
        new Argument(dnnl.DNNL_ARG_DIFF_DST, gradient),
        new Argument(dnnl.DNNL_ARG_DIFF_SRC, inputGradient));
    gradients.add(spec.input(), inputGradient);
  }
}
