package arcface4j.engine;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * An operation on given shapes, with the implementation that oneDNN chose for it.
 *
 * @param what for messages, such as {@code convolution layer1.0.conv1 forward}
 */
record PrimitiveDescription(Recipe recipe, dnnl_primitive_desc handle, String what) {

  Descriptor source() {
    return descriptor(dnnl.dnnl_query_src_md);
  }

  Descriptor weights() {
    return descriptor(dnnl.dnnl_query_weights_md);
  }

  Descriptor destination() {
    return descriptor(dnnl.dnnl_query_dst_md);
  }

  Descriptor weightGradient() {
    return descriptor(dnnl.dnnl_query_diff_weights_md);
  }

  Descriptor workspace() {
    return descriptor(dnnl.dnnl_query_workspace_md);
  }

  Descriptor scratchpad() {
    return descriptor(dnnl.dnnl_query_scratchpad_md);
  }

  // The queried descriptor belongs to the description and dies with it: keep a copy.
  private Descriptor descriptor(int query) {
    dnnl_memory_desc found = dnnl.dnnl_primitive_desc_query_md(handle, query, 0);
    dnnl_memory_desc copy = new dnnl_memory_desc();
    Status.check(dnnl.dnnl_memory_desc_clone(copy, found), () -> what);
    return recipe.descriptor(copy);
  }

  /** oneDNN's name of the implementation, such as {@code brg_conv_fwd:avx512_core}. */
  String implementation() {
    try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
      int status = dnnl.dnnl_primitive_desc_query(handle, dnnl.dnnl_query_impl_info_str, 0, text);
      Status.check(status, () -> what);
      return text.get(BytePointer.class, 0).getString();
    }
  }

  /**
   * Moves on to oneDNN's next choice while the implementation's name begins so.
   *
   * @throws EngineException if there is no other
   */
  PrimitiveDescription without(String implementation) {
    while (implementation().startsWith(implementation)) {
      Status.check(
          dnnl.dnnl_primitive_desc_next_impl(handle), () -> what + " without " + implementation);
    }
    return this;
  }
}
