package arcface4j.data;

import java.awt.image.BufferedImage;

/** Planes of bytes as pictures that Java can draw and write. */
public final class PlanePictures {

  private static final int COLOURS = 3;

  private PlanePictures() {}

  /**
   * One image in 8-bit RGB.
   *
   * @param planes [C, H, W]; with one or two channels the last stands for those that are missing
   */
  public static BufferedImage of(byte[] planes, ImageShape shape) {
    BufferedImage picture =
        new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
    for (int place = 0; place < shape.pixels(); place++) {
      int colour = 0;
      for (int channel = 0; channel < COLOURS; channel++) {
        int plane = Math.min(channel, shape.channels() - 1);
        colour = colour << Byte.SIZE | planes[plane * shape.pixels() + place] & 0xff;
      }
      picture.setRGB(place % shape.width(), place / shape.width(), colour);
    }
    return picture;
  }
}
