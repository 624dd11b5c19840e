package arcface4j.image;

import arcface4j.io.DataException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Turns any picture that the JDK reads into planes [3, S, S] of red, green and blue bytes.
 *
 * <p>The shorter side is resized to S with an antialiased filter and the middle is cut out. Gray
 * becomes three equal channels, 16 bits become 8. What is transparent is laid on black, as the
 * padding of augmentation is black: absent means black in both. EXIF orientation is not applied.
 */
public final class ImageDecoder {

  /** A picture above this is more likely an attack or a mistake than a training image. */
  private static final long MAX_PIXELS = 100_000_000;

  /** Red, green and blue. */
  public static final int CHANNELS = 3;

  private ImageDecoder() {}

  /** As below; of shapes and readings there is the first releases' alone as yet. */
  public static byte[] decode(Path file, Preprocessing preprocessing) throws DataException {
    return decode(file, preprocessing.height());
  }

  /**
   * Decodes a file.
   *
   * @param size S
   * @return [3, S, S]
   * @throws DataException if the file is no whole picture of a known format
   */
  public static byte[] decode(Path file, int size) throws DataException {
    try {
      return decode(Files.readAllBytes(file), file.toString(), size);
    } catch (DataException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw DataException.at(file, "the image is gone, or its link leads nowhere");
    } catch (IOException e) {
      throw DataException.at(file, "the image cannot be read", e);
    }
  }

  /**
   * Decodes the bytes of a file.
   *
   * @param name for messages
   * @return [3, S, S]
   * @throws DataException if the bytes are no whole picture of a known format
   */
  public static byte[] decode(byte[] encoded, String name, int size) throws DataException {
    try {
      return planes(read(encoded), size);
    } catch (IOException | RuntimeException e) {
      // The JDK's readers answer some broken files with an unchecked exception.
      throw new DataException(
          name + ": the image is broken or of an unknown kind (" + DataException.reason(e) + ")",
          e);
    }
  }

  private static BufferedImage read(byte[] encoded) throws IOException {
    // Not ImageIO.read, which caches in a file unless a global switch is set.
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new DataException(
            encoded.length == 0 ? "the file is empty" : "neither PNG, JPEG, BMP nor GIF");
      }
      ImageReader reader = readers.next();
      try {
        return read(reader, in);
      } finally {
        reader.dispose();
      }
    }
  }

  private static BufferedImage read(ImageReader reader, ImageInputStream in) throws IOException {
    boolean[] cutOff = new boolean[1];
    reader.setInput(in, true, true);
    // A JPEG that ends early is only a warning to the JDK; the rest of the picture is gray.
    reader.addIIOReadWarningListener(
        (source, warning) -> cutOff[0] |= warning.contains("EOI") || warning.contains("runcated"));
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (pixels > MAX_PIXELS) {
      throw new DataException(pixels + " pixels are more than " + MAX_PIXELS);
    }
    BufferedImage image = reader.read(0);
    if (cutOff[0]) {
      throw new DataException("the file is cut off");
    }
    return image;
  }

  /** As below; of shapes and readings there is the first releases' alone as yet. */
  public static byte[] planes(BufferedImage image, Preprocessing preprocessing) {
    return planes(image, preprocessing.height());
  }

  /**
   * Resizes and cuts a picture that is in memory.
   *
   * @param size S
   * @return [3, S, S]
   * @throws IllegalArgumentException if the height times S is no int
   */
  public static byte[] planes(BufferedImage image, int size) {
    int width = image.getWidth();
    int height = image.getHeight();
    int side = Math.min(width, height);
    if ((long) height * size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%d x %d pixels are too tall to be made %d wide".formatted(width, height, size));
    }
    Resampler columns = new Resampler(width, (width - side) / 2, side, size);
    Resampler rows = new Resampler(height, (height - side) / 2, side, size);
    float[][] narrow = new float[CHANNELS][height * size]; // [3, height, S]
    float[] line = new float[CHANNELS * width]; // [width, 3]
    RowReader reader = rowReader(image);
    for (int y = 0; y < height; y++) {
      reader.read(y, line);
      for (int channel = 0; channel < CHANNELS; channel++) {
        for (int x = 0; x < size; x++) {
          narrow[channel][y * size + x] = columns.apply(line, channel, CHANNELS, x);
        }
      }
    }
    return resizeHeight(narrow, rows, size);
  }

  private static byte[] resizeHeight(float[][] narrow, Resampler rows, int size) {
    byte[] planes = new byte[CHANNELS * size * size];
    int at = 0;
    for (float[] plane : narrow) {
      for (int y = 0; y < size; y++) {
        for (int x = 0; x < size; x++) {
          planes[at++] = (byte) Math.round(rows.apply(plane, x, size, y));
        }
      }
    }
    return planes;
  }

  /** Reads row y as [width, 3] in 0 to 255, laid on black. */
  @FunctionalInterface
  private interface RowReader {
    void read(int y, float[] line);
  }

  private static RowReader rowReader(BufferedImage image) {
    boolean gray = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY;
    return gray ? grayRows(image) : colorRows(image);
  }

  /** Samples as they are: {@code getRGB} takes gray for linear light and brightens it. */
  private static RowReader grayRows(BufferedImage image) {
    Raster raster = image.getRaster();
    ColorModel model = image.getColorModel();
    float grayMax = (1L << model.getComponentSize(0)) - 1;
    float alphaMax = model.hasAlpha() ? (1L << model.getComponentSize(1)) - 1 : 1;
    return (y, line) -> {
      for (int x = 0; x < image.getWidth(); x++) {
        float alpha = model.hasAlpha() ? raster.getSampleFloat(x, y, 1) / alphaMax : 1;
        float value = raster.getSampleFloat(x, y, 0) / grayMax * 255 * alpha;
        line[3 * x] = value;
        line[3 * x + 1] = value;
        line[3 * x + 2] = value;
      }
    };
  }

  private static RowReader colorRows(BufferedImage image) {
    int[] argb = new int[image.getWidth()];
    return (y, line) -> {
      image.getRGB(0, y, argb.length, 1, argb, 0, argb.length);
      for (int x = 0; x < argb.length; x++) {
        float alpha = (argb[x] >>> 24) / 255f;
        line[3 * x] = (argb[x] >> 16 & 255) * alpha;
        line[3 * x + 1] = (argb[x] >> 8 & 255) * alpha;
        line[3 * x + 2] = (argb[x] & 255) * alpha;
      }
    };
  }
}
