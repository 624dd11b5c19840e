package arcface4j.data.augment;

import arcface4j.data.ImageShape;
import java.util.Optional;

/** What RandAugment and TrivialAugment choose from, in torchvision's order. */
enum AutoOperation {
  IDENTITY,
  SHEAR_X,
  SHEAR_Y,
  TRANSLATE_X,
  TRANSLATE_Y,
  ROTATE,
  BRIGHTNESS,
  COLOR,
  CONTRAST,
  SHARPNESS,
  POSTERIZE,
  SOLARIZE,
  AUTO_CONTRAST,
  EQUALIZE;

  /** Whether a magnitude is used with either sign. */
  boolean signed() {
    return compareTo(SHEAR_X) >= 0 && compareTo(SHARPNESS) <= 0;
  }

  /**
   * The change of a magnitude.
   *
   * @param magnitude as torchvision's {@code _apply_op} takes it, with its sign
   * @param shape of the image
   * @return nothing for {@link #IDENTITY}
   */
  Optional<Operation> of(double magnitude, ImageShape shape) {
    return Optional.ofNullable(
        switch (this) {
          case IDENTITY -> null;
          case SHEAR_X -> Affine.shearX(magnitude, shape);
          case SHEAR_Y -> Affine.shearY(magnitude, shape);
          case TRANSLATE_X -> Affine.translate((int) magnitude, 0);
          case TRANSLATE_Y -> Affine.translate(0, (int) magnitude);
          case ROTATE -> Affine.rotate(magnitude);
          case BRIGHTNESS -> new Brightness(1 + magnitude);
          case COLOR -> new Saturation(1 + magnitude);
          case CONTRAST -> new Contrast(1 + magnitude);
          case SHARPNESS -> new Sharpness(1 + magnitude);
          case POSTERIZE -> new Posterize((int) magnitude);
          case SOLARIZE -> new Solarize(magnitude);
          case AUTO_CONTRAST -> new AutoContrast();
          case EQUALIZE -> new Equalize();
        });
  }
}
