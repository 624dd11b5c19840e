package arcface4j.data.augment;

import arcface4j.data.ImageShape;

/** How strong an operation is at each of 31 steps, in its own units: torchvision's tables. */
enum Magnitudes {
  /** Of {@code RandAugment}; a shift is in proportion to the image. */
  RANDAUGMENT(0.3, 30, 0.9, 4) {
    @Override
    double translation(int size) {
      return 150.0 / 331.0 * size;
    }
  },
  /** Of {@code TrivialAugmentWide}. */
  TRIVIAL_WIDE(0.99, 135, 0.99, 6) {
    @Override
    double translation(int size) {
      return 32;
    }
  };

  private static final int LAST = AutoAugment.BINS - 1;

  private final double shear;
  private final double degrees;
  private final double enhancement;
  private final int bits;

  Magnitudes(double shear, double degrees, double enhancement, int bits) {
    this.shear = shear;
    this.degrees = degrees;
    this.enhancement = enhancement;
    this.bits = bits;
  }

  /** The largest shift in pixels along a side of {@code size} pixels. */
  abstract double translation(int size);

  /**
   * The strength of one step, without its sign.
   *
   * @param bin 0 to 30
   */
  double of(AutoOperation operation, int bin, ImageShape shape) {
    return switch (operation) {
      case IDENTITY, AUTO_CONTRAST, EQUALIZE -> 0;
      case SHEAR_X, SHEAR_Y -> between(0, shear, bin);
      case TRANSLATE_X -> between(0, translation(shape.width()), bin);
      case TRANSLATE_Y -> between(0, translation(shape.height()), bin);
      case ROTATE -> between(0, degrees, bin);
      case BRIGHTNESS, COLOR, CONTRAST, SHARPNESS -> between(0, enhancement, bin);
      case POSTERIZE -> Byte.SIZE - (int) Math.rint(bin / ((double) LAST / bits));
      case SOLARIZE -> between(255, 0, bin);
    };
  }

  /** {@code torch.linspace}, which counts its second half from the end, in single precision. */
  private static double between(double first, double last, int bin) {
    float from = (float) first;
    float to = (float) last;
    float step = (to - from) / LAST;
    return bin < AutoAugment.BINS / 2 ? from + step * bin : to - step * (LAST - bin);
  }
}
