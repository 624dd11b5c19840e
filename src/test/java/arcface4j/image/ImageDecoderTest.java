package arcface4j.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.io.DataException;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {

  @TempDir Path dir;

  private static BufferedImage noise(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(3);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    return image;
  }

  private static BufferedImage filled(int width, int height, int type, int argb) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, argb);
      }
    }
    return image;
  }

  @Test
  void aTallPictureIsFittedWithoutAnArrayOfItsHeight() {
    BufferedImage tall = new BufferedImage(1, 600_000, BufferedImage.TYPE_BYTE_GRAY);
    Preprocessing wide = new Preprocessing(2, 4096, Fit.RESIZE, Rendering.AS_SHOWN);
    assertEquals(3 * 2 * 4096, ImageDecoder.planes(tall, wide).length);
  }

  private static byte[] encode(BufferedImage image, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, format, out), format);
    return out.toByteArray();
  }

  private static int[] pixel(byte[] planes, int size, int x, int y) {
    int at = y * size + x;
    return new int[] {
      planes[at] & 255, planes[size * size + at] & 255, planes[2 * size * size + at] & 255
    };
  }

  private static byte[] decode(BufferedImage image, int size) throws IOException {
    return ImageDecoder.decode(encode(image, "png"), "test", Preprocessing.ofFirstReleases(size));
  }

  @Test
  void imageOfTheRightSizeIsCopied() throws IOException {
    BufferedImage image = noise(9, 9);
    byte[] planes = decode(image, 9);
    for (int y = 0; y < 9; y++) {
      for (int x = 0; x < 9; x++) {
        int rgb = image.getRGB(x, y);
        int[] expected = {rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255};
        assertArrayEquals(expected, pixel(planes, 9, x, y));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"12, 8", "8, 12", "13, 8", "8, 8"})
  void middleIsCutOut(int width, int height) {
    BufferedImage image = noise(width, height);
    BufferedImage middle = image.getSubimage((width - 8) / 2, (height - 8) / 2, 8, 8);
    assertArrayEquals(
        ImageDecoder.planes(middle, Preprocessing.ofFirstReleases(8)),
        ImageDecoder.planes(image, Preprocessing.ofFirstReleases(8)));
  }

  @ParameterizedTest
  @CsvSource({"100, 64, 32", "7, 300, 32", "1, 1, 32", "33, 32, 32", "5, 9, 1"})
  void anySizeIsResizedAndOneColourStays(int width, int height, int size) {
    byte[] planes =
        ImageDecoder.planes(
            filled(width, height, BufferedImage.TYPE_INT_RGB, 0x10C8FF),
            Preprocessing.ofFirstReleases(size));
    assertEquals(3 * size * size, planes.length);
    for (int at = 0; at < size * size; at++) {
      assertArrayEquals(new int[] {0x10, 0xC8, 0xFF}, pixel(planes, size, at % size, at / size));
    }
  }

  @Test
  void shrinkingAveragesInsteadOfSkipping() {
    BufferedImage checks = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int at = 0; at < 64 * 64; at++) {
      checks.setRGB(at % 64, at / 64, (at % 64 + at / 64) % 2 == 0 ? 0xFFFFFF : 0);
    }
    byte[] planes = ImageDecoder.planes(checks, Preprocessing.ofFirstReleases(8));
    for (byte value : planes) {
      assertEquals(127.5, value & 255, 8);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 128, 254, 255})
  void grayKeepsItsValue(int gray) throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSamples(0, 0, 4, 4, 0, filled(16, gray));
    int[] expected = {gray, gray, gray};
    assertArrayEquals(expected, pixel(decode(image, 4), 4, 1, 2));
    BufferedImage deep = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSamples(0, 0, 4, 4, 0, filled(16, gray * 257));
    assertArrayEquals(expected, pixel(decode(deep, 4), 4, 1, 2));
  }

  private static int[] filled(int length, int value) {
    int[] values = new int[length];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void grayWithAlphaLiesOnBlack() throws IOException {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY), true, false, 3, DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(2, 2);
    raster.setSamples(0, 0, 2, 2, 0, filled(4, 200));
    raster.setSamples(0, 0, 2, 2, 1, new int[] {255, 0, 51, 255});
    byte[] planes = decode(new BufferedImage(model, raster, false, null), 2);
    assertArrayEquals(new int[] {200, 200, 200}, pixel(planes, 2, 0, 0));
    assertArrayEquals(new int[] {0, 0, 0}, pixel(planes, 2, 1, 0));
    assertArrayEquals(new int[] {40, 40, 40}, pixel(planes, 2, 0, 1));
  }

  @Test
  void transparencyLiesOnBlack() throws IOException {
    BufferedImage image = filled(2, 2, BufferedImage.TYPE_INT_ARGB, 0x33FF8000);
    assertArrayEquals(new int[] {51, 26, 0}, pixel(decode(image, 2), 2, 0, 0));
    BufferedImage clear = filled(2, 2, BufferedImage.TYPE_INT_ARGB, 0x00FFFFFF);
    assertArrayEquals(new int[] {0, 0, 0}, pixel(decode(clear, 2), 2, 0, 0));
  }

  @Test
  void paletteAndBlackAndWhiteBecomeColours() throws IOException {
    byte[] red = {(byte) 250, 0, 1, 2};
    byte[] green = {20, (byte) 200, 3, 4};
    byte[] blue = {0, 7, 5, 6};
    IndexColorModel palette = new IndexColorModel(8, 4, red, green, blue);
    // Not smaller: the JDK mixes up the rows of an interlaced GIF of fewer than five.
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_INDEXED, palette);
    image.getRaster().setSample(1, 1, 0, 1);
    for (String format : new String[] {"png", "gif"}) {
      byte[] planes =
          ImageDecoder.decode(encode(image, format), format, Preprocessing.ofFirstReleases(8));
      assertArrayEquals(new int[] {250, 20, 0}, pixel(planes, 8, 0, 0));
      assertArrayEquals(new int[] {0, 200, 7}, pixel(planes, 8, 1, 1));
    }
    BufferedImage bits = filled(3, 3, BufferedImage.TYPE_BYTE_BINARY, -1);
    assertArrayEquals(new int[] {255, 255, 255}, pixel(decode(bits, 3), 3, 2, 2));
  }

  @Test
  void sixteenBitColourBecomesEight() throws IOException {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, 1, DataBuffer.TYPE_USHORT);
    WritableRaster raster = model.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, new int[] {100 * 257, 0, 65535});
    byte[] planes = decode(new BufferedImage(model, raster, false, null), 1);
    assertArrayEquals(new int[] {100, 0, 255}, pixel(planes, 1, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
  void everyFormatIsReadFromAFileWhateverItsName(String format) throws IOException {
    BufferedImage image = filled(40, 40, BufferedImage.TYPE_INT_RGB, 0x2060C0);
    Path file = Files.write(dir.resolve("picture.dat"), encode(image, format));
    int[] pixel = pixel(ImageDecoder.decode(file, Preprocessing.ofFirstReleases(32)), 32, 5, 5);
    assertEquals(0x20, pixel[0], 4);
    assertEquals(0x60, pixel[1], 4);
    assertEquals(0xC0, pixel[2], 4);
  }

  @ParameterizedTest
  @CsvSource({
    "png, 0.5",
    "jpg, 0.5",
    "bmp, 0.5",
    "gif, 0.5",
    "jpg, 0.95",
    "png, 0.02",
    "jpg, 0.02"
  })
  void fileThatIsCutOffIsBroken(String format, double share) throws IOException {
    byte[] whole = encode(noise(40, 40), format);
    byte[] half = Arrays.copyOf(whole, (int) (whole.length * share));
    String message =
        assertThrows(
                DataException.class,
                () ->
                    ImageDecoder.decode(half, "half." + format, Preprocessing.ofFirstReleases(32)))
            .getMessage();
    assertTrue(message.startsWith("half." + format + ": the image is broken"), message);
    assertFalse(message.contains("\n"), message);
  }

  @Test
  void whatIsNoImageIsBroken() throws IOException {
    Path empty = Files.createFile(dir.resolve("empty.png"));
    Path text = Files.writeString(dir.resolve("text.jpg"), "hello");
    assertTrue(failure(empty).contains("empty.png"), failure(empty));
    assertTrue(failure(empty).contains("is empty"), failure(empty));
    assertTrue(failure(text).contains("neither PNG"), failure(text));
    assertTrue(failure(dir.resolve("none.png")).contains("none.png"));
    assertTrue(failure(dir).contains("cannot be read"), failure(dir));
  }

  private static String failure(Path file) {
    return assertThrows(
            DataException.class, () -> ImageDecoder.decode(file, Preprocessing.ofFirstReleases(32)))
        .getMessage();
  }

  @Test
  void hugePictureIsRefusedBeforeItIsDecoded() throws IOException {
    byte[] png = encode(noise(2, 2), "png");
    // IHDR: width and height at 16 and 20, check sum over 12..29 at 29.
    ByteBuffer header = ByteBuffer.wrap(png);
    header.putInt(16, 60_000).putInt(20, 60_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    header.putInt(29, (int) crc.getValue());
    String message =
        assertThrows(
                DataException.class,
                () -> ImageDecoder.decode(png, "huge", Preprocessing.ofFirstReleases(32)))
            .getMessage();
    assertTrue(message.contains("3600000000 pixels"), message);
  }

  @Test
  void randomDamageNeverEscapesAsAnotherException() throws IOException {
    Random random = new Random(5);
    for (String format : new String[] {"png", "jpg", "bmp", "gif"}) {
      byte[] whole = encode(noise(16, 16), format);
      for (int round = 0; round < 100; round++) {
        byte[] damaged = whole.clone();
        for (int i = 0; i < 3; i++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        assertDecodesOrIsRefused(damaged);
      }
    }
  }

  private static void assertDecodesOrIsRefused(byte[] bytes) {
    try {
      assertEquals(
          3 * 8 * 8,
          ImageDecoder.decode(bytes, "damaged", Preprocessing.ofFirstReleases(8)).length);
    } catch (DataException e) {
      assertTrue(e.getMessage().startsWith("damaged: "), e.getMessage());
    }
  }
}
