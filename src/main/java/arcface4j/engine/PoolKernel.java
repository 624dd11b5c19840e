package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;

/** The average over all H rows and W columns. */
final class PoolKernel implements Kernel {

  private final Recipe recipe;
  private final LayerSpec.GlobalPool spec;
  private final Descriptor source;
  private final Descriptor destination;
  private final long[] window;
  private final PrimitiveDescription forward;

  PoolKernel(Recipe recipe, LayerSpec.GlobalPool spec, Shape input, Descriptor source) {
    this.recipe = recipe;
    this.spec = spec;
    this.source = source;
    destination = recipe.activation(spec.output(List.of(input)));
    window = new long[] {input.height(), input.width()};
    forward = describeForward();
  }

  @Override
  public Value forward(List<Value> inputs) {
    Value output = recipe.value(destination);
    recipe.add(
        Phase.POOL,
        forward,
        new Argument(dnnl.DNNL_ARG_SRC, inputs.get(0)),
        new Argument(dnnl.DNNL_ARG_DST, output));
    return output;
  }

  @Override
  public void backward(Value gradient, Gradients gradients) {
    Value inputGradient = recipe.value(source);
    recipe.add(
        Phase.POOL,
        describeBackward(),
        new Argument(dnnl.DNNL_ARG_DIFF_DST, gradient),
        new Argument(dnnl.DNNL_ARG_DIFF_SRC, inputGradient));
    gradients.add(spec.input(), inputGradient);
  }

  private PrimitiveDescription describeForward() {
    return recipe.describe(
        "average pooling " + spec.name() + " forward",
        Attributes.plain(),
        (handle, attributes) ->
            dnnl.dnnl_pooling_forward_primitive_desc_create(
                handle,
                recipe.onednn().engine(),
                dnnl.dnnl_forward_training,
                dnnl.dnnl_pooling_avg_exclude_padding,
                source.handle(),
                destination.handle(),
                window,
                window,
                new long[2],
                new long[2],
                new long[2],
                attributes.handle()));
  }

  private PrimitiveDescription describeBackward() {
    return recipe.describe(
        "average pooling " + spec.name() + " backward",
        Attributes.plain(),
        (handle, attributes) ->
            dnnl.dnnl_pooling_backward_primitive_desc_create(
                handle,
                recipe.onednn().engine(),
                dnnl.dnnl_pooling_avg_exclude_padding,
                source.handle(),
                destination.handle(),
                window,
                window,
                new long[2],
                new long[2],
                new long[2],
                forward.handle(),
                attributes.handle()));
  }
}
