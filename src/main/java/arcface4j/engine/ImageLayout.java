package arcface4j.engine;

import org.bytedeco.dnnl.global.dnnl;

/** The caller's images [N, C, H, W] in the layout that the first layers read. */
final class ImageLayout {

  /** The most channels that oneDNN's first-layer kernels read from plain NCHW. */
  private static final int FIRST_LAYER_CHANNELS = 3;

  private ImageLayout() {}

  /** Adds the reorder at the border, if one is needed. */
  static Value into(Recipe recipe, NetworkSpec spec, Value images) {
    return Reorder.into(recipe, images, descriptor(recipe, spec));
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
