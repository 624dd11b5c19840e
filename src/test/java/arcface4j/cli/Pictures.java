package arcface4j.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small data sets on the disk: folders of pictures and CIFAR-10 files. */
final class Pictures {

  /** One label and 3 x 32 x 32 pixels. */
  static final int RECORD_BYTES = 3073;

  private static final int CLASSES = 10;

  private Pictures() {}

  /** Pictures of noise in {@code folder/<class>/<number>.png}. */
  static void folder(Path folder, int each, String... classes) throws IOException {
    Random random = new Random(3);
    for (String name : classes) {
      Files.createDirectories(folder.resolve(name));
      for (int number = 0; number < each; number++) {
        ImageIO.write(noise(random), "png", folder.resolve(name + "/" + number + ".png").toFile());
      }
    }
  }

  private static BufferedImage noise(Random random) {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    for (int place = 0; place < 64; place++) {
      image.setRGB(place % 8, place / 8, random.nextInt());
    }
    return image;
  }

  /** The six files of CIFAR-10's binary version, of ten records each; returns their folder. */
  static Path cifar10(Path parent) throws IOException {
    Path folder = Files.createDirectories(parent.resolve("cifar-10-batches-bin"));
    String names = "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n";
    Files.writeString(folder.resolve("batches.meta.txt"), names);
    for (int number = 1; number <= 5; number++) {
      Files.write(folder.resolve("data_batch_" + number + ".bin"), records(number));
    }
    Files.write(folder.resolve("test_batch.bin"), records(6));
    return folder;
  }

  private static byte[] records(int seed) {
    byte[] bytes = new byte[CLASSES * RECORD_BYTES];
    new Random(seed).nextBytes(bytes);
    for (int record = 0; record < CLASSES; record++) {
      bytes[record * RECORD_BYTES] = (byte) record;
    }
    return bytes;
  }
}
