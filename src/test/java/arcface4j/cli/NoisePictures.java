package arcface4j.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Folders of small pictures, no two alike. */
final class NoisePictures {

  private NoisePictures() {}

  /** Writes {@code <folder>/<class>/<number>.png}. */
  static void write(Path folder, int perClass, String... classes) throws IOException {
    for (String name : classes) {
      Path place = Files.createDirectories(folder.resolve(name));
      for (int i = 0; i < perClass; i++) {
        BufferedImage image = picture(41, 33, (name + i).hashCode());
        ImageIO.write(image, "png", place.resolve(i + ".png").toFile());
      }
    }
  }

  /** Writes a picture with its columns in the other order. */
  static void mirror(Path from, Path to) throws IOException {
    BufferedImage image = ImageIO.read(from.toFile());
    BufferedImage mirrored =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        mirrored.setRGB(image.getWidth() - 1 - x, y, image.getRGB(x, y));
      }
    }
    ImageIO.write(mirrored, "png", to.toFile());
  }

  static BufferedImage picture(int width, int height, long seed) {
    Random random = new Random(seed);
    int ground = random.nextInt(1 << 24);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, ground ^ random.nextInt(1 << 6) * 0x010101);
      }
    }
    return image;
  }
}
