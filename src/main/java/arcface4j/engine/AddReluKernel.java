package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;

/** y = relu(a + b); da = db = dy where y > 0, so that only y is kept. */
final class AddReluKernel implements Kernel {

  private final Recipe recipe;
  private final LayerSpec.AddRelu spec;
  private Value output;

  AddReluKernel(Recipe recipe, LayerSpec.AddRelu spec) {
    this.recipe = recipe;
    this.spec = spec;
  }

  @Override
  public Value forward(List<Value> inputs) {
    output = Addition.of(recipe, spec.name(), inputs.get(0), inputs.get(1), Activation.RELU);
    return output;
  }

  @Override
  public void backward(Value gradient, Gradients gradients) {
    Value inputGradient = recipe.value(output.descriptor());
    recipe.add(
        Phase.ADD,
        reluBackward(),
        new Argument(dnnl.DNNL_ARG_DST, output),
        new Argument(dnnl.DNNL_ARG_DIFF_DST, gradient),
        new Argument(dnnl.DNNL_ARG_DIFF_SRC, inputGradient));
    gradients.add(spec.left(), inputGradient);
    gradients.add(spec.right(), inputGradient);
  }

  private PrimitiveDescription reluBackward() {
    ElementwiseShape relu =
        new ElementwiseShape(
            recipe,
            "ReLU " + spec.name(),
            dnnl.dnnl_eltwise_relu_use_dst_for_bwd,
            output.descriptor());
    return relu.backward(relu.training());
  }
}
