package arcface4j.reliability;

import arcface4j.cli.Cli;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * A small model and small pictures.
 *
 * @param folder where they lie
 */
record Materials(Path folder) {

  /** Trains the model and draws the pictures. */
  static Materials make(Path folder) throws IOException {
    Materials materials = new Materials(Files.createDirectories(folder));
    draw(materials.first(), 5);
    draw(materials.second(), 6);
    succeed(training(folder.resolve("run")) + " --epochs 1");
    return materials;
  }

  static String training(Path run) {
    return "train --dataset shapes --shapes-classes 3 --shapes-train 8 --shapes-test 4 --width 4"
        + " --batch-size 8 --schedule constant --margin-warmup 3 --out "
        + run;
  }

  /** Five pictures. */
  Path first() {
    return folder.resolve("first");
  }

  /** Six others. */
  Path second() {
    return folder.resolve("second");
  }

  Path model() {
    return folder.resolve("run/checkpoints/last.ckpt");
  }

  private static void draw(Path folder, int count) throws IOException {
    Path place = Files.createDirectories(folder.resolve("class"));
    Random random = new Random(count);
    for (int i = 0; i < count; i++) {
      BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < 32 * 32; pixel++) {
        image.setRGB(pixel % 32, pixel / 32, random.nextInt());
      }
      ImageIO.write(image, "png", place.resolve(i + ".png").toFile());
    }
  }

  /**
   * What a command line came to.
   *
   * @param code the exit code
   * @param text all that was shown
   */
  record Outcome(int code, String text) {}

  static Outcome run(String line) {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    PrintStream all = new PrintStream(shown, true, StandardCharsets.UTF_8);
    int code = new Cli(all, all).run(line.split(" "));
    return new Outcome(code, shown.toString(StandardCharsets.UTF_8));
  }

  static void succeed(String line) {
    Outcome outcome = run(line);
    if (outcome.code() != 0) {
      throw new AssertionError(line + ": " + outcome.text());
    }
  }
}
