package arcface4j.engine;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * Shape, number format and layout of a tensor: oneDNN's memory descriptor.
 *
 * @param handle oneDNN's object, owned by the recipe
 * @param bytes size of the tensor with the padding of its layout
 */
record Descriptor(dnnl_memory_desc handle, long bytes) {

  boolean sameAs(Descriptor other) {
    return dnnl.dnnl_memory_desc_equal(handle, other.handle) != 0;
  }
}
