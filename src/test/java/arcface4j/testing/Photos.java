package arcface4j.testing;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Thirty photos of CIFAR-10, of 32 x 32 pixels, three a class, and what people do to photos. Each
 * class has 0100.jpg, 1100.jpg and 2100.jpg: places of its training images.
 */
public final class Photos {

  private static final Path FOLDER = Path.of("src/test/resources/photos");

  private Photos() {}

  /** A photo such as {@code cat/0100}. */
  public static byte[] of(String name) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(name + ".jpg"));
  }

  /** All of them, sorted by name. */
  public static List<Path> all() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
    }
  }

  /** What {@link #copy} makes. */
  public enum Change {
    COMPRESSED,
    HALVED,
    ENLARGED,
    CROPPED,
    BRIGHTENED
  }

  /** A copy that shows the same. */
  public static byte[] copy(byte[] photo, Change change) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(photo));
    int width = image.getWidth();
    int height = image.getHeight();
    return switch (change) {
      case COMPRESSED -> jpeg(image, 0.4f);
      case HALVED -> jpeg(part(image, 0, width / 2, height / 2), 0.9f);
      case ENLARGED -> jpeg(part(image, 0, 3 * width, 3 * height), 0.9f);
      case CROPPED -> jpeg(part(image, 1, width - 1, height), 0.9f);
      case BRIGHTENED -> jpeg(brighter(image, 1.2), 0.9f);
    };
  }

  /** The picture without so many columns at its left, in another size. */
  private static BufferedImage part(BufferedImage image, int left, int width, int height) {
    BufferedImage part = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = part.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(
        image, 0, 0, width, height, left, 0, image.getWidth(), image.getHeight(), null);
    graphics.dispose();
    return part;
  }

  private static BufferedImage brighter(BufferedImage image, double factor) {
    BufferedImage brighter =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int pixel = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
          int value = image.getRGB(x, y) >> shift & 255;
          pixel |= (int) Math.min(255, value * factor) << shift;
        }
        brighter.setRGB(x, y, pixel);
      }
    }
    return brighter;
  }

  private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam options = writer.getDefaultWriteParam();
    options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    options.setCompressionQuality(quality);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), options);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** The same as PNG. */
  public static byte[] png(byte[] photo) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(ImageIO.read(new ByteArrayInputStream(photo)), "png", bytes);
    return bytes.toByteArray();
  }

  /** A JPEG that says in EXIF how it stands. */
  public static byte[] turned(byte[] jpeg, int orientation) {
    ByteBuffer block = ByteBuffer.allocate(32);
    block.put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1)).putInt(8);
    block.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
    block.putShort((short) orientation);
    return with(jpeg, 0xE1, block.array());
  }

  /** A JPEG with a profile of sRGB. */
  public static byte[] profiled(byte[] jpeg) {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    ByteBuffer block = ByteBuffer.allocate(14 + profile.length);
    block.put("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1)).put(profile);
    return with(jpeg, 0xE2, block.array());
  }

  /** A segment after the start of the image. */
  private static byte[] with(byte[] jpeg, int marker, byte[] segment) {
    ByteBuffer file = ByteBuffer.allocate(jpeg.length + 4 + segment.length);
    file.put(jpeg, 0, 2).put((byte) 0xFF).put((byte) marker);
    file.putShort((short) (segment.length + 2)).put(segment);
    return file.put(jpeg, 2, jpeg.length - 2).array();
  }
}
