package arcface4j.image;

import arcface4j.io.DataException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Turns a picture of any {@link ImageFormat} into planes [3, H, W] of red, green and blue bytes.
 *
 * <p>It is fitted with an antialiased filter. Gray becomes three equal channels, 16 bits become 8.
 * What is transparent is laid on black, as the padding of augmentation is black: absent means black
 * in both. The format is told by the content.
 */
public final class ImageDecoder {

  /** Red, green and blue. */
  public static final int CHANNELS = 3;

  /** To be raised with every change of the planes that any picture has; caches go by it. */
  public static final int VERSION = 1;

  private ImageDecoder() {}

  /**
   * Decodes a file.
   *
   * @return [3, H, W]
   * @throws DataException if the file is no whole picture of a known format, or too large
   */
  public static byte[] decode(Path file, Preprocessing wanted) throws DataException {
    return decode(bytes(file), file.toString(), wanted);
  }

  /**
   * The bytes of a file, to be decoded.
   *
   * @throws DataException if they cannot be read
   */
  public static byte[] bytes(Path file) throws DataException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (OutOfMemoryError e) {
      throw DataException.at(file, "the file is too large for the heap");
    }
  }

  /**
   * Decodes the bytes of a file.
   *
   * @param name for messages
   * @return [3, H, W]
   * @throws DataException if the bytes are no whole picture of a known format, or too large
   */
  public static byte[] decode(byte[] encoded, String name, Preprocessing wanted)
      throws DataException {
    return named(name, () -> Fitting.planes(read(encoded, wanted), wanted));
  }

  /**
   * Fits a picture that is in memory; it has neither orientation nor, but for that of its colour
   * model, a profile.
   *
   * @return [3, H, W]
   */
  public static byte[] planes(BufferedImage image, Preprocessing wanted) {
    Picture picture =
        wanted.rendering() == Rendering.AS_STORED
            ? StoredPictures.of(image)
            : Picture.whole(
                BufferedRows.asShown(image), BufferedRows.profile(image), Orientation.UPRIGHT);
    return Fitting.planes(picture, wanted);
  }

  private static Picture read(byte[] encoded, Preprocessing wanted) throws IOException {
    ImageFormat format = format(encoded);
    if (wanted.rendering() == Rendering.AS_STORED) {
      return StoredPictures.read(format, encoded);
    }
    return switch (format) {
      case JPEG -> JpegPictures.read(encoded, wanted);
      case PNG -> PngPictures.read(encoded);
      case GIF -> GifPictures.read(encoded);
      case WEBP -> WebpPictures.read(encoded);
      case ICO -> IcoPictures.read(encoded);
      default -> PluginPictures.read(format, encoded, 0);
    };
  }

  /** The format of a file that is readable. */
  static ImageFormat format(byte[] encoded) throws DataException {
    if (encoded.length == 0) {
      throw new DataException("the file is empty");
    }
    Optional<ImageFormat> format = ImageFormat.of(encoded);
    if (format.isEmpty()) {
      throw new DataException("neither PNG, JPEG, WebP, TIFF, GIF, BMP, PSD, PNM nor ICO");
    }
    if (!format.get().readable()) {
      throw new DataException(format.get() + " is not read here; " + format.get().advice());
    }
    return format.get();
  }

  /** Work on one picture. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** Whatever goes wrong with a picture is a {@link DataException} that names it. */
  static <T> T named(String name, Work<T> work) throws DataException {
    try {
      return work.run();
    } catch (OutOfMemoryError | StackOverflowError e) {
      // From a decoder that believed a broken header; what it allocated is free again.
      String reason = "it takes more memory than there is, " + e.getClass().getSimpleName();
      throw broken(name, reason, e);
    } catch (IOException | RuntimeException e) {
      // Readers answer some broken files with an unchecked exception.
      throw broken(name, DataException.reason(e), e);
    }
  }

  private static DataException broken(String name, String reason, Throwable cause) {
    return new DataException(
        name + ": the image is broken or of an unknown kind (" + reason + ")", cause);
  }

  /** Why a file's bytes cannot be had. */
  static DataException unreadable(Path file, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return DataException.at(file, "the image is gone, or its link leads nowhere");
    }
    if (cause instanceof AccessDeniedException) {
      return DataException.at(file, "the image cannot be read: permission denied");
    }
    return DataException.at(file, "the image cannot be read", cause);
  }
}
