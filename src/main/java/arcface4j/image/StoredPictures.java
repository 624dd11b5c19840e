package arcface4j.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;

/** Pictures as the first releases read them, with the JDK's readers alone where it has one. */
final class StoredPictures {

  private StoredPictures() {}

  static Picture of(BufferedImage image) {
    return Picture.whole(BufferedRows.asStored(image), Optional.empty(), Orientation.UPRIGHT);
  }

  static Picture read(ImageFormat format, byte[] file) throws IOException {
    return switch (format) {
      case PNG, GIF, BMP -> of(Readers.jdk(format, file, StoredPictures::read));
      case JPEG -> {
        JpegPictures.checked(file);
        yield of(Readers.jdk(format, file, StoredPictures::read));
      }
      case TIFF -> tiff(file);
      case WEBP -> asStored(WebpPictures.read(file));
      case ICO -> asStored(IcoPictures.read(file));
      default -> asStored(PluginPictures.read(format, file, 0));
    };
  }

  /** What the JDK does not read is read as the other formats are. */
  private static Picture tiff(byte[] file) throws IOException {
    try {
      return of(Readers.jdk(ImageFormat.TIFF, file, StoredPictures::read));
    } catch (IIOException | RuntimeException e) {
      return asStored(PluginPictures.read(ImageFormat.TIFF, file, 0));
    }
  }

  private static Picture asStored(Picture shown) {
    return Picture.whole(shown.rows(), Optional.empty(), Orientation.UPRIGHT);
  }

  private static BufferedImage read(ImageReader reader) throws IOException {
    PluginPictures.check(reader, 0);
    return reader.read(0);
  }
}
