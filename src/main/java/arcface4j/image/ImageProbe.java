package arcface4j.image;

import arcface4j.io.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a picture is, from its header: nothing of its pixels is read. */
public final class ImageProbe {

  /** Most headers are shorter; a file whose header is not is read whole. */
  private static final int USUAL_HEADER = 1 << 16;

  private ImageProbe() {}

  /**
   * Looks at a file.
   *
   * @throws DataException if it is no picture that {@link ImageDecoder} knows
   */
  public static ImageInfo probe(Path file) throws DataException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(USUAL_HEADER);
      try {
        return read(start);
      } catch (IOException | RuntimeException e) {
        byte[] rest = in.readAllBytes();
        byte[] whole = Arrays.copyOf(start, start.length + rest.length);
        System.arraycopy(rest, 0, whole, start.length, rest.length);
        return probe(whole, file.toString());
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException e) {
      throw ImageDecoder.unreadable(file, e);
    }
  }

  /**
   * Looks at the bytes of a file.
   *
   * @param name for messages
   * @throws DataException if it is no picture that {@link ImageDecoder} knows
   */
  public static ImageInfo probe(byte[] encoded, String name) throws DataException {
    return ImageDecoder.named(name, () -> read(encoded));
  }

  private static ImageInfo read(byte[] encoded) throws IOException {
    ImageFormat format = ImageDecoder.format(encoded);
    return switch (format) {
      case JPEG -> JpegPictures.info(encoded);
      case PNG -> PngPictures.info(encoded);
      case GIF -> GifPictures.info(encoded);
      case ICO -> IcoPictures.info(encoded);
      default -> PluginPictures.info(format, encoded, 0);
    };
  }
}
