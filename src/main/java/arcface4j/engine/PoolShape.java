package arcface4j.engine;

import java.util.List;
import org.bytedeco.dnnl.global.dnnl;

/** Pooling over windows side by side: oneDNN's descriptions of its directions. */
final class PoolShape {

  private final Recipe recipe;
  private final String name;
  private final int algorithm;
  private final long[] window;
  private final Descriptor source;
  private final Descriptor destination;

  private PoolShape(
      Recipe recipe, LayerSpec spec, int algorithm, Shape input, Descriptor source, long[] window) {
    this.recipe = recipe;
    this.name = spec.name();
    this.algorithm = algorithm;
    this.window = window;
    this.source = source;
    destination = recipe.activation(spec.output(List.of(input)));
  }

  /**
   * The average of a channel.
   *
   * @param source descriptor of the input
   */
  static PoolShape average(
      Recipe recipe, LayerSpec.GlobalPool spec, Shape input, Descriptor source) {
    long[] whole = {input.height(), input.width()};
    return new PoolShape(recipe, spec, dnnl.dnnl_pooling_avg_exclude_padding, input, source, whole);
  }

  /**
   * The largest number of each window.
   *
   * @param source descriptor of the input
   */
  static PoolShape largest(Recipe recipe, LayerSpec.MaxPool spec, Shape input, Descriptor source) {
    long[] window = {spec.window(), spec.window()};
    return new PoolShape(recipe, spec, dnnl.dnnl_pooling_max, input, source, window);
  }

  Descriptor source() {
    return source;
  }

  Descriptor destination() {
    return destination;
  }

  PrimitiveDescription training() {
    return forward(dnnl.dnnl_forward_training);
  }

  PrimitiveDescription inference() {
    return forward(dnnl.dnnl_forward_inference);
  }

  private PrimitiveDescription forward(int kind) {
    return recipe.describe(
        "pooling " + name + " forward",
        Attributes.plain(),
        (handle, attributes) ->
            dnnl.dnnl_pooling_forward_primitive_desc_create(
                handle,
                recipe.onednn().engine(),
                kind,
                algorithm,
                source.handle(),
                destination.handle(),
                window,
                window,
                new long[2],
                new long[2],
                new long[2],
                attributes.handle()));
  }

  PrimitiveDescription backward(PrimitiveDescription forward) {
    return recipe.describe(
        "pooling " + name + " backward",
        Attributes.plain(),
        (handle, attributes) ->
            dnnl.dnnl_pooling_backward_primitive_desc_create(
                handle,
                recipe.onednn().engine(),
                algorithm,
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
