package arcface4j.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FittingTest {

  private static final Path IMAGES = Path.of("src/test/resources/images");

  private static Preprocessing shown(int height, int width, Fit fit) {
    return new Preprocessing(height, width, fit, Rendering.AS_SHOWN);
  }

  private static void assertClose(byte[] right, byte[] got, int allowed) {
    assertEquals(right.length, got.length);
    for (int i = 0; i < got.length; i++) {
      assertEquals(right[i] & 255, got[i] & 255, allowed, "value " + i);
    }
  }

  /** However a picture is stored, it is cut, stretched and padded as it is shown. */
  @ParameterizedTest
  @EnumSource(Fit.class)
  void aTurnedPictureIsFittedLikeTheUprightOne(Fit fit) throws IOException {
    for (int turn = 1; turn <= 8; turn++) {
      Path file = IMAGES.resolve("png-exif" + turn + ".png");
      BufferedImage right = ImageIO.read(new java.io.File(file + ".right.png"));
      for (int[] size : new int[][] {{8, 8}, {13, 7}, {5, 11}, {40, 60}, {1, 1}}) {
        Preprocessing wanted = shown(size[0], size[1], fit);
        byte[] planes = ImageDecoder.decode(file, wanted);
        assertClose(ImageDecoder.planes(right, wanted), planes, 1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // width, height, H, W: the part left, top, width, height
    "4000, 3000, 224, 224, 500, 0, 3000, 3000",
    "3000, 4000, 224, 224, 0, 500, 3000, 3000",
    "400, 300, 96, 160, 0, 30, 400, 240",
    "100, 1000, 10, 1000, 0, 499, 100, 1"
  })
  void croppingTakesTheLargestMiddlePart(
      int width, int height, int rows, int columns, int left, int top, int part, int partHeight) {
    assertEquals(
        new Placement(left, top, part, partHeight, 0, 0, columns, rows),
        Placement.of(width, height, shown(rows, columns, Fit.CROP)));
  }

  @ParameterizedTest
  @CsvSource({
    "4000, 3000, 224, 224, 0, 28, 224, 168",
    "3000, 4000, 224, 224, 28, 0, 168, 224",
    "10, 10, 30, 20, 0, 5, 20, 20",
    "1, 1000, 10, 10, 4, 0, 1, 10"
  })
  void paddingKeepsTheShape(
      int width, int height, int rows, int columns, int x, int y, int inner, int innerRows) {
    assertEquals(
        new Placement(0, 0, width, height, x, y, inner, innerRows),
        Placement.of(width, height, shown(rows, columns, Fit.PAD)));
  }

  @Test
  void whatPaddingLeavesFreeIsBlack() {
    BufferedImage white = new BufferedImage(4, 8, BufferedImage.TYPE_BYTE_GRAY);
    white
        .getRaster()
        .setSamples(
            0, 0, 4, 8, 0, java.util.stream.IntStream.generate(() -> 255).limit(32).toArray());
    byte[] planes = ImageDecoder.planes(white, shown(8, 8, Fit.PAD));
    for (int i = 0; i < planes.length; i++) {
      int x = i % 8;
      assertEquals(x >= 2 && x < 6 ? 255 : 0, planes[i] & 255, "column " + x);
    }
  }

  /** As Pillow's draft: never fewer pixels than are asked for. */
  @ParameterizedTest
  @CsvSource({
    "4000, 3000, 224, RESIZE, 8",
    "1792, 1792, 224, RESIZE, 8",
    "1791, 1792, 224, RESIZE, 4",
    "1792, 5000, 224, CROP, 8",
    "448, 448, 224, RESIZE, 2",
    "447, 448, 224, RESIZE, 1",
    "100, 100, 224, RESIZE, 1"
  })
  void aDecoderMayShrinkThisMuch(int width, int height, int size, Fit fit, int reduction) {
    assertEquals(reduction, Placement.of(width, height, shown(size, size, fit)).reduction());
  }

  private static byte[] photo(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int red = (int) (128 + 100 * Math.sin(x / 40.0));
        int green = (int) (128 + 100 * Math.cos(y / 50.0));
        image.setRGB(x, y, red << 16 | green << 8 | (x + y) * 255 / (width + height));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(image, "jpg", out));
    return out.toByteArray();
  }

  /** A JPEG that the decoder shrinks, against the whole one from the JDK's reader. */
  @ParameterizedTest
  @ValueSource(ints = {20, 45, 90, 170})
  void aJpegThatShrinksWhileItIsDecodedLooksTheSame(int size) throws IOException {
    byte[] file = photo(403, 301);
    for (Fit fit : Fit.values()) {
      Preprocessing wanted = shown(size, size, fit);
      byte[] whole = Fitting.planes(JpegPictures.read(file, wanted, Optional.empty()), wanted);
      assertClose(whole, ImageDecoder.decode(file, "photo", wanted), 6);
    }
  }

  /** Where the native library is missing, every JPEG is what it is with it. */
  @Test
  void jpegsAreTheSameWithoutTheNativeLibrary() throws IOException {
    int compared = 0;
    for (Path file : ImageKindsTest.kinds()) {
      if (file.toString().endsWith(".jpg")) {
        BufferedImage right = ImageIO.read(new java.io.File(file + ".right.png"));
        Preprocessing wanted = shown(right.getHeight(), right.getWidth(), Fit.RESIZE);
        byte[] bytes = Files.readAllBytes(file);
        byte[] java = Fitting.planes(JpegPictures.read(bytes, wanted, Optional.empty()), wanted);
        assertClose(ImageDecoder.decode(file, wanted), java, 4);
        compared++;
      }
    }
    assertTrue(compared > 40, compared + " JPEGs");
  }

  /** A path, its bytes and the picture that ImageIO makes of it, where ImageIO shows it rightly. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "png-rgb8.png",
        "png-rgba8.png",
        "png-gray8.png",
        "png-gray16.png",
        "png-palette8.png",
        "png-palette8-alpha.png",
        "bmp-24.bmp",
        "gif.gif",
        "tiff-rgb-raw.tif",
        "psd-rgb.psd",
        "pnm-p6.ppm"
      })
  void aPictureInMemoryIsTakenLikeItsFile(String name) throws IOException {
    Path file = IMAGES.resolve(name);
    BufferedImage image = ImageIO.read(file.toFile());
    for (Fit fit : Fit.values()) {
      Preprocessing wanted = shown(12, 9, fit);
      byte[] ofFile = ImageDecoder.decode(file, wanted);
      assertArrayEquals(ofFile, ImageDecoder.decode(Files.readAllBytes(file), name, wanted));
      assertArrayEquals(ofFile, ImageDecoder.planes(image, wanted));
    }
  }
}
