package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/**
 * A change of one image whose numbers are drawn already: a formula and no chance. Safe for many
 * threads.
 */
public sealed interface Operation
    permits Affine,
        AutoContrast,
        Brightness,
        Contrast,
        Equalize,
        GaussianBlur,
        Grayscale,
        Hue,
        Posterize,
        ResizedCrop,
        Saturation,
        Sharpness,
        Solarize {

  /**
   * The shape of the result.
   *
   * @param shape [C, H, W] of the image
   */
  default ImageShape resultOf(ImageShape shape) {
    return shape;
  }

  /**
   * Writes the changed image.
   *
   * @param from [C, H, W], left as it is
   * @param shape [C, H, W]
   * @param into another array, which receives the planes of the result from 0 on
   * @throws IllegalArgumentException if the operation is one of colours and C is not 3
   */
  void apply(byte[] from, ImageShape shape, byte[] into);
}
