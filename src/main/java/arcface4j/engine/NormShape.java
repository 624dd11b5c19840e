package arcface4j.engine;

import org.bytedeco.dnnl.global.dnnl;

/** oneDNN's descriptions of batch normalisation. */
final class NormShape {

  private NormShape() {}

  static PrimitiveDescription training(Recipe recipe, LayerSpec.Norm spec, Descriptor activation) {
    int flags = dnnl.dnnl_use_scale | dnnl.dnnl_use_shift | relu(spec);
    return forward(recipe, spec, activation, dnnl.dnnl_forward_training, flags);
  }

  /** With running statistics instead of the batch's. */
  static PrimitiveDescription inference(Recipe recipe, LayerSpec.Norm spec, Descriptor activation) {
    int flags = dnnl.dnnl_use_scale | dnnl.dnnl_use_shift | dnnl.dnnl_use_global_stats | relu(spec);
    return forward(recipe, spec, activation, dnnl.dnnl_forward_inference, flags);
  }

  private static PrimitiveDescription forward(
      Recipe recipe, LayerSpec.Norm spec, Descriptor activation, int kind, int flags) {
    return recipe.describe(
        "batch norm " + spec.name() + " forward",
        Attributes.plain(),
        (handle, attributes) ->
            dnnl.dnnl_batch_normalization_forward_primitive_desc_create(
                handle,
                recipe.onednn().engine(),
                kind,
                activation.handle(),
                activation.handle(),
                spec.epsilon(),
                flags,
                attributes.handle()));
  }

  static PrimitiveDescription backward(
      Recipe recipe, LayerSpec.Norm spec, Descriptor activation, PrimitiveDescription forward) {
    return recipe.describe(
        "batch norm " + spec.name() + " backward",
        Attributes.plain(),
        (handle, attributes) ->
            dnnl.dnnl_batch_normalization_backward_primitive_desc_create(
                handle,
                recipe.onednn().engine(),
                dnnl.dnnl_backward,
                activation.handle(),
                activation.handle(),
                activation.handle(),
                spec.epsilon(),
                dnnl.dnnl_use_scale | dnnl.dnnl_use_shift | relu(spec),
                forward.handle(),
                attributes.handle()));
  }

  private static int relu(LayerSpec.Norm spec) {
    return spec.relu() ? dnnl.dnnl_fuse_norm_relu : 0;
  }
}
