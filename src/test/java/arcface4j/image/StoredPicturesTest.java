package arcface4j.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.io.DataException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;

/**
 * Models of the first releases see what they were trained on, bit for bit: the decoder of that time
 * stands here as the judge, slow and obvious.
 */
class StoredPicturesTest {

  @Test
  void picturesAreReadAsInTheFirstReleases() throws IOException {
    int compared = 0;
    for (Path file : ImageKindsTest.kinds()) {
      byte[] bytes = Files.readAllBytes(file);
      BufferedImage image = firstReleasesRead(bytes);
      if (image != null) {
        for (int size : new int[] {1, 7, 16, 32}) {
          byte[] right = firstReleasesPlanes(image, size);
          assertArrayEquals(
              right,
              ImageDecoder.decode(file, Preprocessing.ofFirstReleases(size)),
              file + " " + size);
          assertArrayEquals(
              right,
              ImageDecoder.planes(image, Preprocessing.ofFirstReleases(size)),
              file + " " + size);
        }
        compared++;
      }
    }
    assertTrue(compared > 100, "only " + compared + " kinds compared");
  }

  /** Null for what they could not read. */
  private static BufferedImage firstReleasesRead(byte[] bytes) {
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      while (readers.hasNext()) {
        ImageReader reader = readers.next();
        if (reader.getClass().getModule() == ImageIO.class.getModule()) {
          reader.setInput(in, true, true);
          return reader.read(0);
        }
      }
      return null;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static byte[] firstReleasesPlanes(BufferedImage image, int size) {
    int width = image.getWidth();
    int height = image.getHeight();
    int side = Math.min(width, height);
    Resampler columns = new Resampler(width, (width - side) / 2, side, size);
    Resampler rows = new Resampler(height, (height - side) / 2, side, size);
    float[][] narrow = new float[3][height * size];
    float[] line = new float[3 * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        readPixel(image, x, y, line);
      }
      for (int channel = 0; channel < 3; channel++) {
        for (int x = 0; x < size; x++) {
          narrow[channel][y * size + x] = columns.apply(line, channel, 3, x);
        }
      }
    }
    byte[] planes = new byte[3 * size * size];
    for (int at = 0; at < planes.length; at++) {
      int inPlane = at % (size * size);
      float value = rows.apply(narrow[at / (size * size)], inPlane % size, size, inPlane / size);
      planes[at] = (byte) Math.round(value);
    }
    return planes;
  }

  private static void readPixel(BufferedImage image, int x, int y, float[] line) {
    ColorModel model = image.getColorModel();
    if (model.getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      float max = (1L << model.getComponentSize(0)) - 1;
      float alphaMax = model.hasAlpha() ? (1L << model.getComponentSize(1)) - 1 : 1;
      float alpha = model.hasAlpha() ? image.getRaster().getSampleFloat(x, y, 1) / alphaMax : 1;
      float value = image.getRaster().getSampleFloat(x, y, 0) / max * 255 * alpha;
      line[3 * x] = value;
      line[3 * x + 1] = value;
      line[3 * x + 2] = value;
      return;
    }
    int argb = image.getRGB(x, y);
    float alpha = (argb >>> 24) / 255f;
    line[3 * x] = (argb >> 16 & 255) * alpha;
    line[3 * x + 1] = (argb >> 8 & 255) * alpha;
    line[3 * x + 2] = (argb & 255) * alpha;
  }

  @Test
  void aFileThatTheyCouldNotReadIsReadWithoutTurningIt() throws DataException {
    Path turned = Path.of("src/test/resources/images/webp-exif6.webp");
    Preprocessing stored = new Preprocessing(32, 40, Fit.RESIZE, Rendering.AS_STORED);
    Path upright = Path.of("src/test/resources/images/webp-lossless.webp");
    assertArrayEquals(ImageDecoder.decode(upright, stored), ImageDecoder.decode(turned, stored));
  }
}
