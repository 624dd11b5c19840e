package arcface4j.engine;

import org.bytedeco.dnnl.global.dnnl;

/** A linear layer's operation on given shapes: oneDNN's descriptions of its three directions. */
final class LinearShape {

  private final Recipe recipe;
  private final LayerSpec.Linear spec;
  private final Descriptor source;
  private final Descriptor features;
  private final Descriptor featureGradient;
  private final long[] weightShape;

  /**
   * @param source descriptor of the input [N, C, 1, 1]
   */
  LinearShape(Recipe recipe, LayerSpec.Linear spec, int channels, Descriptor source) {
    this.recipe = recipe;
    this.spec = spec;
    this.source = source;
    features = recipe.plain(recipe.batch(), spec.features());
    featureGradient = recipe.matrix(recipe.precision(), recipe.batch(), spec.features());
    weightShape = new long[] {spec.features(), channels, 1, 1};
  }

  Descriptor source() {
    return source;
  }

  /** [N, D] in float32, whatever the program's precision. */
  Descriptor features() {
    return features;
  }

  /** [N, D] in the program's precision. */
  Descriptor featureGradient() {
    return featureGradient;
  }

  /** Shape [D, C, 1, 1]. */
  long[] weightShape() {
    return weightShape;
  }

  PrimitiveDescription forward() {
    return recipe.describe(
        what("forward"),
        Attributes.plain(),
        (handle, attributes) ->
            dnnl.dnnl_inner_product_forward_primitive_desc_create(
                handle,
                recipe.onednn().engine(),
                dnnl.dnnl_forward_training,
                source.handle(),
                recipe.anyLayout(recipe.precision(), weightShape).handle(),
                recipe.plain(spec.features()).handle(),
                features.handle(),
                attributes.handle()));
  }

  PrimitiveDescription backwardData(PrimitiveDescription forward) {
    return recipe.describe(
        what("backward data"),
        Attributes.plain(),
        (handle, attributes) ->
            dnnl.dnnl_inner_product_backward_data_primitive_desc_create(
                handle,
                recipe.onednn().engine(),
                source.handle(),
                recipe.anyLayout(recipe.precision(), weightShape).handle(),
                featureGradient.handle(),
                forward.handle(),
                attributes.handle()));
  }

  PrimitiveDescription backwardWeights(PrimitiveDescription forward) {
    return recipe.describe(
        what("backward weights"),
        Attributes.plain(),
        (handle, attributes) ->
            dnnl.dnnl_inner_product_backward_weights_primitive_desc_create(
                handle,
                recipe.onednn().engine(),
                source.handle(),
                recipe.anyLayout(Precision.F32, weightShape).handle(),
                recipe.plain(spec.features()).handle(),
                featureGradient.handle(),
                forward.handle(),
                attributes.handle()));
  }

  private String what(String direction) {
    return "linear %s %s, %d to %d"
        .formatted(spec.name(), direction, weightShape[1], weightShape[0]);
  }
}
