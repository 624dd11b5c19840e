package arcface4j.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.io.DataException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of picture against the pixels that Pillow shows of it. {@code
 * src/test/resources/images/generate.py} writes them; {@code kinds.csv} says how far each may be
 * off, and why.
 */
class ImageKindsTest {

  private static final Path IMAGES = Path.of("src/test/resources/images");
  private static final String RIGHT = ".right.png";

  static List<Path> kinds() throws IOException {
    return files(IMAGES).filter(file -> !file.toString().matches(".*(\\.py|\\.csv)")).toList();
  }

  static List<Path> refused() throws IOException {
    return files(IMAGES.resolve("refused")).toList();
  }

  private static Stream<Path> files(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(RIGHT))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Map<String, Integer> allowed() throws IOException {
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    Map<String, Integer> allowed = new HashMap<>();
    try (Reader in = Files.newBufferedReader(IMAGES.resolve("kinds.csv"))) {
      for (CSVRecord row : format.parse(in)) {
        allowed.put(row.get("file"), Integer.valueOf(row.get("allowed")));
      }
    }
    return allowed;
  }

  @Test
  void thereAreManyKinds() throws IOException {
    assertTrue(kinds().size() >= 60, "only " + kinds().size());
    assertEquals(allowed().size(), kinds().size());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void pixelsAreThoseThatPillowShows(Path file) throws IOException {
    BufferedImage right = ImageIO.read(new java.io.File(file + RIGHT));
    byte[] ours = ImageDecoder.decode(file, inFullSize(right));
    byte[] theirs = planes(right);
    int allowed = allowed().get(file.getFileName().toString());
    int largest = 0;
    for (int i = 0; i < theirs.length; i++) {
      largest = Math.max(largest, Math.abs((ours[i] & 255) - (theirs[i] & 255)));
    }
    assertTrue(largest <= allowed, "off by " + largest + ", allowed are " + allowed);
  }

  private static Preprocessing inFullSize(BufferedImage image) {
    return new Preprocessing(image.getHeight(), image.getWidth(), Fit.RESIZE, Rendering.AS_SHOWN);
  }

  private static byte[] planes(BufferedImage image) {
    int area = image.getWidth() * image.getHeight();
    byte[] planes = new byte[3 * area];
    for (int at = 0; at < area; at++) {
      int rgb = image.getRGB(at % image.getWidth(), at / image.getWidth());
      planes[at] = (byte) (rgb >> 16);
      planes[area + at] = (byte) (rgb >> 8);
      planes[2 * area + at] = (byte) rgb;
    }
    return planes;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void aPathAndItsBytesGiveTheSame(Path file) throws IOException {
    Preprocessing wanted = new Preprocessing(9, 12, Fit.CROP, Rendering.AS_SHOWN);
    byte[] bytes = Files.readAllBytes(file);
    assertArrayEquals(
        ImageDecoder.decode(file, wanted), ImageDecoder.decode(bytes, "bytes", wanted));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theHeaderSaysTheSize(Path file) throws IOException {
    BufferedImage right = ImageIO.read(new java.io.File(file + RIGHT));
    ImageInfo info = ImageProbe.probe(file);
    boolean turned = info.orientation() >= 5;
    assertEquals(right.getWidth(), turned ? info.height() : info.width());
    assertEquals(right.getHeight(), turned ? info.width() : info.height());
    String name = file.getFileName().toString();
    assertEquals(name.matches(".*(p3|swap|profile).*"), info.profile());
    if (name.matches(".*(exif|orientation)\\d\\..*")) {
      assertEquals(
          name.replaceAll(".*(exif|orientation)(\\d)\\..*", "$2"), "" + info.orientation());
    }
  }

  /** A part of a file is never taken for a picture, but where all of its pixels are in it. */
  @ParameterizedTest
  @MethodSource("kinds")
  void whatIsCutOffIsRefused(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (Rendering rendering : Rendering.values()) {
      BufferedImage right = ImageIO.read(new java.io.File(file + RIGHT));
      Preprocessing wanted =
          new Preprocessing(right.getHeight(), right.getWidth(), Fit.RESIZE, rendering);
      for (double share : new double[] {0.1, 0.5, 0.9}) {
        byte[] part = Arrays.copyOf(whole, (int) (whole.length * share));
        assertRefusedOrWhole(part, whole, wanted);
      }
    }
  }

  private static void assertRefusedOrWhole(byte[] part, byte[] whole, Preprocessing wanted)
      throws DataException {
    byte[] planes;
    try {
      planes = ImageDecoder.decode(part, "part", wanted);
    } catch (DataException e) {
      assertTrue(e.getMessage().startsWith("part: "), e.getMessage());
      return;
    }
    String what = part.length + " of " + whole.length + " " + wanted.rendering();
    assertArrayEquals(ImageDecoder.decode(whole, "whole", wanted), planes, what);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatCannotBeRightIsRefused(Path file) {
    for (Rendering rendering : Rendering.values()) {
      Preprocessing wanted = new Preprocessing(8, 8, Fit.CROP, rendering);
      String message =
          assertThrows(DataException.class, () -> ImageDecoder.decode(file, wanted)).getMessage();
      assertTrue(message.startsWith(file + ": "), message);
    }
  }

  @Test
  void whatIsNotReadSaysHowToConvertIt() {
    Map<String, String> advice = Map.of("photo.heic", "heif-convert", "photo.avif", "avifdec");
    advice.forEach(
        (name, tool) -> {
          Path file = IMAGES.resolve("refused").resolve(name);
          String message =
              assertThrows(
                      DataException.class,
                      () -> ImageDecoder.decode(file, Preprocessing.ofFirstReleases(8)))
                  .getMessage();
          assertTrue(message.contains(tool), message);
        });
  }
}
