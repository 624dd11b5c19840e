package arcface4j.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as text inside the page. */
final class DataUri {

  private static final float QUALITY = 0.85f;
  private static final int LARGEST_EXACT = 64; // pixels
  private static final int LARGEST = 128; // pixels

  private DataUri() {}

  /** A small picture as it is; a larger one reduced to 128 pixels. */
  static String of(BufferedImage picture) {
    int side = Math.max(picture.getWidth(), picture.getHeight());
    return side <= LARGEST_EXACT ? png(picture) : jpeg(reduced(picture, LARGEST / (double) side));
  }

  private static BufferedImage reduced(BufferedImage picture, double factor) {
    double scale = Math.min(1, factor);
    int width = Math.max(1, (int) (picture.getWidth() * scale));
    int height = Math.max(1, (int) (picture.getHeight() * scale));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    return small;
  }

  private static String png(BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written to a file here", e);
    }
    return text("png", bytes);
  }

  static String jpeg(BufferedImage picture) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam how = writer.getDefaultWriteParam();
    how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    how.setCompressionQuality(QUALITY);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written to a file here", e);
    } finally {
      writer.dispose();
    }
    return text("jpeg", bytes);
  }

  private static String text(String type, ByteArrayOutputStream bytes) {
    return "data:image/"
        + type
        + ";base64,"
        + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
