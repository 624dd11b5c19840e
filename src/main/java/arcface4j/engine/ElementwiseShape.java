package arcface4j.engine;

import org.bytedeco.dnnl.global.dnnl;

/**
 * oneDNN's descriptions of a function of each number.
 *
 * @param what for messages, such as {@code GELU layer1.gelu1}
 * @param function oneDNN's {@code dnnl_alg_kind_t}
 * @param numbers what it reads and gives
 */
record ElementwiseShape(Recipe recipe, String what, int function, Descriptor numbers) {

  PrimitiveDescription inference() {
    return forward(dnnl.dnnl_forward_inference);
  }

  PrimitiveDescription training() {
    return forward(dnnl.dnnl_forward_training);
  }

  private PrimitiveDescription forward(int kind) {
    return recipe.describe(
        what + " forward",
        Attributes.plain(),
        (handle, attributes) ->
            dnnl.dnnl_eltwise_forward_primitive_desc_create(
                handle,
                recipe.onednn().engine(),
                kind,
                function,
                numbers.handle(),
                numbers.handle(),
                0,
                0,
                attributes.handle()));
  }

  /**
   * The way back.
   *
   * @param forward of {@link #training}; oneDNN wants it as a hint, run or not
   */
  PrimitiveDescription backward(PrimitiveDescription forward) {
    return recipe.describe(
        what + " backward",
        Attributes.plain(),
        (handle, attributes) ->
            dnnl.dnnl_eltwise_backward_primitive_desc_create(
                handle,
                recipe.onednn().engine(),
                function,
                numbers.handle(),
                numbers.handle(),
                numbers.handle(),
                0,
                0,
                forward.handle(),
                attributes.handle()));
  }
}
