package arcface4j.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.io.DataException;
import arcface4j.testing.ChildJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken files and files made to do harm: one line that names the file, and nothing else. */
class DamagedImagesTest {

  private static final Path IMAGES = Path.of("src/test/resources/images");
  private static final int ROUNDS = 8;

  @Test
  void randomDamageIsReadOrRefused() throws IOException {
    Random random = new Random(17);
    for (Path file : ImageKindsTest.kinds()) {
      byte[] whole = Files.readAllBytes(file);
      for (int round = 0; round < ROUNDS; round++) {
        Rendering rendering = Rendering.values()[round % 2];
        assertReadOrRefused(file + " " + round, damaged(whole, random), rendering);
      }
    }
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int i = 0; i <= random.nextInt(4); i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static void assertReadOrRefused(String name, byte[] bytes, Rendering rendering) {
    Preprocessing wanted = new Preprocessing(6, 8, Fit.CROP, rendering);
    try {
      assertEquals(3 * 6 * 8, ImageDecoder.decode(bytes, name, wanted).length);
      ImageProbe.probe(bytes, name);
    } catch (DataException e) {
      assertTrue(e.getMessage().startsWith(name + ": "), e.getMessage());
    }
  }

  /** Decodes broken JPEGs. */
  static final class BrokenJpegs {
    public static void main(String[] args) throws IOException {
      byte[] whole = Files.readAllBytes(Path.of(args[0]));
      Random random = new Random(3);
      for (int round = 0; round < 200; round++) {
        byte[] bytes = whole.clone();
        bytes[bytes.length - 3 - random.nextInt(bytes.length / 3)] = (byte) random.nextInt();
        assertReadOrRefused("broken", bytes, Rendering.AS_SHOWN);
      }
      System.out.println("done");
    }
  }

  /** libjpeg tells of broken data on C's standard error, and this must not be seen. */
  @Test
  void aDecoderWritesNothingToTheTerminal() throws Exception {
    String file = IMAGES.resolve("jpeg-420-progressive.jpg").toString();
    try (ChildJvm child = ChildJvm.start(BrokenJpegs.class, file)) {
      assertEquals("done", child.line());
      assertEquals(0, child.exitCode());
      assertEquals("", child.errors());
    }
  }

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(IMAGES.resolve(name));
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A file of this format whose header speaks of more pixels than there can be. */
  private static byte[] bomb(String format) throws IOException {
    return switch (format) {
      case "png" -> {
        byte[] png = bytes("png-rgb8.png");
        ByteBuffer.wrap(png).putInt(16, 20_000).putInt(20, 20_000);
        yield png;
      }
      case "thin png" -> Files.readAllBytes(IMAGES.resolve("refused/tall8m.png"));
      case "jpeg" -> {
        byte[] jpeg = bytes("jpeg-444.jpg");
        int frame = 2;
        while ((jpeg[frame + 1] & 255) != 0xC0) {
          frame += 2 + ByteBuffer.wrap(jpeg).getShort(frame + 2);
        }
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 65_000);
        ByteBuffer.wrap(jpeg).putShort(frame + 7, (short) 65_000);
        yield jpeg;
      }
      case "gif canvas" -> {
        byte[] gif = bytes("gif.gif");
        little(gif).putShort(6, (short) 65_000).putShort(8, (short) 65_000);
        yield gif;
      }
      case "bmp" -> {
        byte[] bmp = bytes("bmp-24.bmp");
        little(bmp).putInt(18, 20_000).putInt(22, 20_000);
        yield bmp;
      }
      case "psd" -> {
        byte[] psd = bytes("psd-rgb.psd");
        ByteBuffer.wrap(psd).putInt(14, 30_000).putInt(18, 30_000);
        yield psd;
      }
      case "tiff" -> {
        byte[] tiff = bytes("tiff-planar-big-endian.tif");
        ByteBuffer.wrap(tiff).putShort(18, (short) 60_000).putShort(30, (short) 60_000);
        yield tiff;
      }
      case "webp" -> {
        byte[] webp = bytes("webp-p3.webp");
        webp[26] = 1;
        webp[29] = 1;
        yield webp;
      }
      case "icon" -> icon(bomb("png"));
      default -> "P5\n70000 70000\n255\n".getBytes(StandardCharsets.US_ASCII);
    };
  }

  /** An icon of 16 x 16, it says, with another picture in it. */
  private static byte[] icon(byte[] png) {
    ByteBuffer icon = little(new byte[22 + png.length]);
    icon.putShort(2, (short) 1).putShort(4, (short) 1);
    icon.put(6, (byte) 16).put(7, (byte) 16).putShort(10, (short) 1).putShort(12, (short) 32);
    icon.putInt(14, png.length).putInt(18, 22).position(22);
    return icon.put(png).array();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "png",
        "thin png",
        "jpeg",
        "gif canvas",
        "bmp",
        "psd",
        "tiff",
        "webp",
        "icon",
        "pnm"
      })
  void aBombIsRefusedByItsHeader(String format) throws IOException {
    byte[] bomb = bomb(format);
    for (Rendering rendering : Rendering.values()) {
      if (rendering == Rendering.AS_STORED && format.equals("gif canvas")) {
        continue; // the first releases looked at the frame alone
      }
      Preprocessing wanted = new Preprocessing(8, 8, Fit.CROP, rendering);
      String message =
          assertThrows(DataException.class, () -> ImageDecoder.decode(bomb, "bomb", wanted))
              .getMessage();
      assertTrue(
          message.matches("bomb: .*(pixels, more than|pixels is above|Invalid width/height).*"),
          message);
    }
  }

  @Test
  void aJpegWithThousandsOfScansIsRefused() throws IOException {
    byte[] jpeg = bytes("jpeg-444.jpg");
    byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 63, 0};
    int frame = 2;
    while ((jpeg[frame + 1] & 255) != 0xC0) {
      frame += 2 + ByteBuffer.wrap(jpeg).getShort(frame + 2);
    }
    ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 9_000);
    ByteBuffer.wrap(jpeg).putShort(frame + 7, (short) 9_000);
    ByteBuffer many = ByteBuffer.allocate(jpeg.length + 1_000 * scan.length);
    many.put(jpeg, 0, jpeg.length - 2);
    for (int i = 0; i < 1_000; i++) {
      many.put(scan);
    }
    many.put(jpeg, jpeg.length - 2, 2);
    String message =
        assertThrows(
                DataException.class,
                () -> ImageDecoder.decode(many.array(), "slow", Preprocessing.ofFirstReleases(8)))
            .getMessage();
    assertTrue(message.contains("1001 scans"), message);
  }
}
