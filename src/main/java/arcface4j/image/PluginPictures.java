package arcface4j.image;

import arcface4j.io.DataException;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/** Pictures that TwelveMonkeys reads, as they are shown; of several in a file the one asked for. */
final class PluginPictures {

  /** Of a pixel, where the reader does not tell. */
  private static final int MANY_BITS = 64;

  private PluginPictures() {}

  static ImageInfo info(ImageFormat format, byte[] file, int index) throws IOException {
    return Readers.plugin(
        format,
        file,
        reader ->
            new ImageInfo(
                format,
                reader.getWidth(index),
                reader.getHeight(index),
                orientation(format, file),
                hasProfile(format, file)));
  }

  static Picture read(ImageFormat format, byte[] file, int index) throws IOException {
    BufferedImage image =
        Readers.plugin(
            format,
            file,
            reader -> {
              check(reader, index);
              return reader.read(index);
            });
    checkSamples(image.getSampleModel());
    return shown(format, file, image);
  }

  private static Picture shown(ImageFormat format, byte[] file, BufferedImage image)
      throws DataException {
    return Picture.whole(
        BufferedRows.asShown(image),
        profile(format, file, image),
        Orientation.ofExif(orientation(format, file)));
  }

  /** Refuses, by the header, what is too large or of samples without a known white. */
  static void check(ImageReader reader, int index) throws IOException {
    ImageTypeSpecifier type = reader.getRawImageType(index);
    int bits = type == null ? MANY_BITS : type.getColorModel().getPixelSize();
    PixelLimits.check(reader.getWidth(index), reader.getHeight(index), bits);
    if (reader.isImageTiled(index)) {
      PixelLimits.check(reader.getTileWidth(index), reader.getTileHeight(index), bits);
    }
    if (type != null) {
      checkSamples(type.getSampleModel());
    }
  }

  /** What is white is agreed on for unsigned samples of up to 16 bits only. */
  private static void checkSamples(SampleModel samples) throws DataException {
    int type = samples.getDataType();
    boolean packed = samples.getNumBands() > 1 && samples.getSampleSize(0) <= 16;
    if (type == DataBuffer.TYPE_BYTE
        || type == DataBuffer.TYPE_USHORT
        || type == DataBuffer.TYPE_INT && packed) {
      return;
    }
    throw new DataException(
        "samples of %d bits, signed or with a fraction, do not say what is white; save it with 8 or"
            + " 16 bits".formatted(samples.getSampleSize(0)));
  }

  private static int orientation(ImageFormat format, byte[] file) throws DataException {
    return switch (format) {
      case TIFF -> Exif.orientation(file, 0);
      case WEBP -> WebpPictures.orientation(file);
      default -> 1;
    };
  }

  private static boolean hasProfile(ImageFormat format, byte[] file) throws DataException {
    return switch (format) {
      case TIFF -> TiffProfile.bytes(file).length > 0;
      case WEBP -> RiffChunks.find(file, "ICCP") >= 0;
      case PSD -> Exif.psdHasProfile(file);
      default -> false;
    };
  }

  /** A TIFF's from its own tag: the reader leaves some out. */
  private static Optional<ICC_Profile> profile(
      ImageFormat format, byte[] file, BufferedImage image) {
    return format == ImageFormat.TIFF
        ? ProfileConversion.profile(TiffProfile.bytes(file))
        : BufferedRows.profile(image);
  }
}
