import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Makes folders of images to measure with.
 *
 * <pre>
 * java benchmarks/MakeFolders.java cifar10 DATA OUT   OUT/train/CLASS/*.jpg and OUT/test of CIFAR-10
 * java benchmarks/MakeFolders.java many N OUT         N files of 224 pixels and more in 1,000 classes
 * </pre>
 *
 * The second makes 64 pictures and gives each many names (hard links), so that a million files take
 * the room of 64 and the file system still has a million entries.
 */
public final class MakeFolders {

  private static final int SIDE = 32;
  private static final int PIXELS = SIDE * SIDE;
  private static final int PICTURES = 64;
  private static final int CLASSES = 1000;

  private MakeFolders() {}

  public static void main(String[] args) throws IOException {
    ImageIO.setUseCache(false);
    switch (args[0]) {
      case "cifar10" -> cifar10(Path.of(args[1], "cifar-10-batches-bin"), Path.of(args[2]));
      case "many" -> many(Integer.parseInt(args[1]), Path.of(args[2]));
      default -> throw new IllegalArgumentException(args[0] + " is not cifar10 or many");
    }
  }

  private static void cifar10(Path records, Path out) throws IOException {
    List<String> classes = Files.readAllLines(records.resolve("batches.meta.txt"));
    for (int file = 1; file <= 6; file++) {
      String name = file == 6 ? "test_batch.bin" : "data_batch_" + file + ".bin";
      byte[] bytes = Files.readAllBytes(records.resolve(name));
      for (int at = 0; at < bytes.length; at += 1 + 3 * PIXELS) {
        Path folder = out.resolve(file == 6 ? "test" : "train").resolve(classes.get(bytes[at]));
        Files.createDirectories(folder);
        String image = "%d-%05d.jpg".formatted(file, at / (1 + 3 * PIXELS));
        ImageIO.write(picture(bytes, at + 1), "jpg", folder.resolve(image).toFile());
      }
    }
  }

  private static BufferedImage picture(byte[] planes, int from) {
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < PIXELS; i++) {
      int red = planes[from + i] & 255;
      int green = planes[from + PIXELS + i] & 255;
      int blue = planes[from + 2 * PIXELS + i] & 255;
      picture.setRGB(i % SIDE, i / SIDE, red << 16 | green << 8 | blue);
    }
    return picture;
  }

  private static void many(int count, Path out) throws IOException {
    List<Path> pictures = new ArrayList<>();
    Path sources = Files.createDirectories(out.resolveSibling(out.getFileName() + "-pictures"));
    for (int i = 0; i < PICTURES; i++) {
      Path file = sources.resolve(i + ".jpg");
      ImageIO.write(drawn(new Random(i)), "jpg", file.toFile());
      pictures.add(file);
    }
    for (int i = 0; i < count; i++) {
      Path folder = out.resolve("class%04d".formatted(i % CLASSES));
      if (i < CLASSES) {
        Files.createDirectories(folder);
      }
      Path name = folder.resolve("image%07d.jpg".formatted(i));
      Files.createLink(name, pictures.get((i * 7 + i / CLASSES) % PICTURES));
    }
  }

  private static BufferedImage drawn(Random random) {
    int width = 224 + random.nextInt(64);
    int height = 224 + random.nextInt(64);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setPaint(
        new GradientPaint(0, 0, colour(random), width, height, colour(random)));
    graphics.fillRect(0, 0, width, height);
    for (int i = 0; i < 20; i++) {
      graphics.setColor(colour(random));
      int side = 10 + random.nextInt(80);
      graphics.fillOval(random.nextInt(width), random.nextInt(height), side, side);
    }
    graphics.dispose();
    return picture;
  }

  private static Color colour(Random random) {
    return new Color(random.nextInt(1 << 24));
  }
}
