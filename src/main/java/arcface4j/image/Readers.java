package arcface4j.image;

import arcface4j.io.DataException;
import com.twelvemonkeys.imageio.plugins.bmp.BMPImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.bmp.ICOImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.pnm.PNMImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.psd.PSDImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** The reader of each format, chosen by name of its class and not by the order of a registry. */
final class Readers {

  private Readers() {}

  /** What is done with a reader whose input is set. */
  @FunctionalInterface
  interface Use<T> {
    T of(ImageReader reader) throws IOException;
  }

  /** The JDK's own reader. */
  static <T> T jdk(ImageFormat format, byte[] file, Use<T> use) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
    while (readers.hasNext()) {
      ImageReader reader = readers.next();
      if (reader.getClass().getModule() == ImageIO.class.getModule()) {
        return use(reader, file, use);
      }
    }
    throw new DataException("this Java has no reader for " + format);
  }

  /** TwelveMonkeys' reader. */
  static <T> T plugin(ImageFormat format, byte[] file, Use<T> use) throws IOException {
    ImageReaderSpi spi = IIORegistry.getDefaultInstance().getServiceProviderByClass(spi(format));
    return use(spi.createReaderInstance(), file, use);
  }

  private static Class<? extends ImageReaderSpi> spi(ImageFormat format) {
    return switch (format) {
      case BMP -> BMPImageReaderSpi.class;
      case ICO -> ICOImageReaderSpi.class;
      case PNM -> PNMImageReaderSpi.class;
      case PSD -> PSDImageReaderSpi.class;
      case TIFF -> TIFFImageReaderSpi.class;
      case WEBP -> WebPImageReaderSpi.class;
      default -> throw new IllegalArgumentException(format + " has no plugin");
    };
  }

  private static <T> T use(ImageReader reader, byte[] file, Use<T> use) throws IOException {
    // Not ImageIO.read, which caches in a file unless a global switch is set.
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(in, true, true);
      return use.of(reader);
    } finally {
      reader.dispose();
    }
  }
}
