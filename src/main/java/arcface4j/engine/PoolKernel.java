package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;

/** A pooling layer. Its gradient goes back evenly, or to the largest number of each window. */
final class PoolKernel implements Kernel {

  private final Recipe recipe;
  private final String input;
  private final PoolShape shape;
  private final PrimitiveDescription forward;
  private final Optional<Argument> largest;

  /**
   * @param input name of the layer's input
   */
  PoolKernel(Recipe recipe, String input, PoolShape shape) {
    this.recipe = recipe;
    this.input = input;
    this.shape = shape;
    forward = shape.training();
    largest = largest();
  }

  // Where the largest numbers were: oneDNN's workspace between forward and backward.
  private Optional<Argument> largest() {
    Descriptor workspace = forward.workspace();
    return workspace.bytes() == 0
        ? Optional.empty()
        : Optional.of(new Argument(dnnl.DNNL_ARG_WORKSPACE, recipe.value(workspace)));
  }

  @Override
  public Value forward(List<Value> inputs) {
    Value output = recipe.value(shape.destination());
    add(
        forward,
        new Argument(dnnl.DNNL_ARG_SRC, inputs.get(0)),
        new Argument(dnnl.DNNL_ARG_DST, output));
    return output;
  }

  @Override
  public void backward(Value gradient, Gradients gradients) {
    Value inputGradient = recipe.value(shape.source());
    add(
        shape.backward(forward),
        new Argument(dnnl.DNNL_ARG_DIFF_DST, gradient),
        new Argument(dnnl.DNNL_ARG_DIFF_SRC, inputGradient));
    gradients.add(input, inputGradient);
  }

  private void add(PrimitiveDescription description, Argument... ends) {
    List<Argument> arguments = new ArrayList<>(List.of(ends));
    largest.ifPresent(arguments::add);
    recipe.add(Phase.POOL, description, arguments.toArray(Argument[]::new));
  }
}
