package arcface4j.image;

import com.twelvemonkeys.imageio.color.ColorSpaces;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.util.Optional;

/** The rows of a {@link BufferedImage}. */
final class BufferedRows {

  private BufferedRows() {}

  /**
   * With the colours that the JDK makes of them.
   *
   * <p>Gray samples are taken as they are: {@code getRGB} takes them for linear light and brightens
   * them.
   */
  static PixelRows asStored(BufferedImage image) {
    ColorSpace space = image.getColorModel().getColorSpace();
    if (space.getType() == ColorSpace.TYPE_GRAY) {
      return RasterRows.samples(image, PixelRows.Kind.GRAY);
    }
    return isPlain(image) && space.isCS_sRGB()
        ? RasterRows.samples(image, PixelRows.Kind.RGB)
        : new PackedRows(image);
  }

  /** With the samples of the file, for a profile to say what they mean. */
  static PixelRows asShown(BufferedImage image) {
    ColorModel model = image.getColorModel();
    boolean components = model instanceof ComponentColorModel && !model.isAlphaPremultiplied();
    return switch (model.getColorSpace().getType()) {
      case ColorSpace.TYPE_GRAY -> RasterRows.samples(image, PixelRows.Kind.GRAY);
      case ColorSpace.TYPE_CMYK -> RasterRows.samples(image, PixelRows.Kind.CMYK);
      case ColorSpace.TYPE_RGB ->
          components && model.getTransferType() <= DataBuffer.TYPE_USHORT
              ? RasterRows.samples(image, PixelRows.Kind.RGB)
              : new PackedRows(image);
      default -> new PackedRows(image);
    };
  }

  /** The profile that a file gave to the picture's colours; none where a reader chose it. */
  static Optional<ICC_Profile> profile(BufferedImage image) {
    ColorSpace space = image.getColorModel().getColorSpace();
    boolean builtIn =
        space == ColorSpace.getInstance(ColorSpace.CS_GRAY)
            || space.isCS_sRGB()
            // Some systems have a profile for ink of which the file says nothing.
            || space == ColorSpaces.getColorSpace(ColorSpaces.CS_GENERIC_CMYK);
    return space instanceof ICC_ColorSpace icc && !builtIn
        ? Optional.of(icc.getProfile())
        : Optional.empty();
  }

  /** Eight bits a sample, so that a sample is what {@code getRGB} gives. */
  private static boolean isPlain(BufferedImage image) {
    ColorModel model = image.getColorModel();
    return model instanceof ComponentColorModel
        && !model.isAlphaPremultiplied()
        && model.getTransferType() == DataBuffer.TYPE_BYTE;
  }
}
