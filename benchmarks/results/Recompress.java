import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Compresses every image of CIFAR-10's binary files once more as JPEG of quality 75 and writes the
 * files into a new folder: {@code java Recompress.java FROM TO}, both named cifar-10-batches-bin.
 * JPEG's blocks of 8 x 8 pixels are moved by half a block, so that images that were JPEG before
 * lose anew: with the blocks where they were, a second compression changes next to nothing.
 */
final class Recompress {

  private static final List<String> FILES =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin",
          "test_batch.bin");
  private static final int SIDE = 32;
  private static final int PLANE = SIDE * SIDE;
  private static final int RECORD = 1 + 3 * PLANE; // label, red, green, blue
  private static final int HALF_A_BLOCK = 4;
  private static final float QUALITY = 0.75f;

  private final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
  private final ImageWriteParam quality = writer.getDefaultWriteParam();

  private Recompress() {
    quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    quality.setCompressionQuality(QUALITY);
  }

  public static void main(String[] words) throws IOException {
    if (words.length != 2 || Files.exists(Path.of(words[1]))) {
      System.err.println("usage: java Recompress.java FROM TO; TO must be new");
      System.exit(2);
    }
    Path from = Path.of(words[0]);
    Path to = Path.of(words[1]);
    ImageIO.setUseCache(false);
    Files.createDirectories(to);
    Recompress again = new Recompress();
    for (String name : FILES) {
      byte[] records = Files.readAllBytes(from.resolve(name));
      for (int at = 0; at < records.length; at += RECORD) {
        again.replace(records, at + 1);
      }
      Files.write(to.resolve(name), records);
    }
    Files.copy(from.resolve("batches.meta.txt"), to.resolve("batches.meta.txt"));
  }

  private void replace(byte[] records, int pixels) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg(framed(records, pixels))));
    for (int i = 0; i < PLANE; i++) {
      int rgb = image.getRGB(i % SIDE + HALF_A_BLOCK, i / SIDE + HALF_A_BLOCK);
      records[pixels + i] = (byte) (rgb >> 16);
      records[pixels + PLANE + i] = (byte) (rgb >> 8);
      records[pixels + 2 * PLANE + i] = (byte) rgb;
    }
  }

  /** The image with half a block of its mirror image around it. */
  private static BufferedImage framed(byte[] records, int pixels) {
    int side = SIDE + 2 * HALF_A_BLOCK;
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int i = pixels + mirrored(y - HALF_A_BLOCK) * SIDE + mirrored(x - HALF_A_BLOCK);
        int red = records[i] & 255;
        int green = records[i + PLANE] & 255;
        int blue = records[i + 2 * PLANE] & 255;
        image.setRGB(x, y, red << 16 | green << 8 | blue);
      }
    }
    return image;
  }

  private static int mirrored(int place) {
    return SIDE - 1 - Math.abs(SIDE - 1 - Math.abs(place));
  }

  private byte[] jpeg(BufferedImage image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), quality);
    }
    return bytes.toByteArray();
  }
}
