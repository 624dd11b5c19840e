package arcface4j.engine;

import org.bytedeco.dnnl.global.dnnl;

/** The caller's images [N, C, H, W] in the layout that the first layers read. */
final class ImageLayout {

  /** The most channels that oneDNN's first-layer kernels read from plain NCHW. */
  private static final int FIRST_LAYER_CHANNELS = 3;

  private ImageLayout() {}

  /** Adds the reorder at the border, if one is needed. */
  static Value into(Recipe recipe, NetworkSpec spec, Value images) {
    Descriptor wanted = descriptor(recipe, spec);
    if (!oneDnnConfuses(recipe, spec)) {
      return Reorder.into(recipe, images, wanted);
    }
    Value copy = recipe.value(wanted);
    Reorder.add(recipe, images, copy);
    return copy;
  }

  // Of one channel, NCHW and NHWC are the same bytes, and oneDNN 3.13 calls the descriptors equal.
  // It chooses implementations by their strides though, and then takes the primitive from its cache
  // by equality: the first layer's gradient got that of an inner layer of the same shape, with no
  // scratch memory, and the process died (seen with AVX2).
  private static boolean oneDnnConfuses(Recipe recipe, NetworkSpec spec) {
    return spec.input().channels() == 1 && recipe.layout() == Layout.NHWC;
  }

  /**
   * What the images become. Blocks of 16 channels would pad 3 channels fivefold; the kernels for
   * first layers read NCHW.
   */
  static Descriptor descriptor(Recipe recipe, NetworkSpec spec) {
    return recipe.layout() == Layout.BLOCKED && onlyConvolutionsRead(spec)
        ? recipe.tagged(recipe.precision(), dnnl.dnnl_nchw, spec.input().batched(recipe.batch()))
        : recipe.activation(spec.input());
  }

  private static boolean onlyConvolutionsRead(NetworkSpec spec) {
    return spec.input().channels() <= FIRST_LAYER_CHANNELS
        && spec.layers().stream()
            .filter(layer -> layer.inputs().contains(NetworkSpec.IMAGES))
            .allMatch(LayerSpec.Convolution.class::isInstance);
  }
}
