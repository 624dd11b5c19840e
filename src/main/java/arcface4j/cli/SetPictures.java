package arcface4j.cli;

import arcface4j.data.ImageSet;
import arcface4j.io.DataException;
import arcface4j.io.FileName;
import arcface4j.report.PictureSource;
import java.awt.image.BufferedImage;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The images of a set as pictures. */
record SetPictures(ImageSet images) implements PictureSource {

  private static final int COLOURS = 3;

  @Override
  public BufferedImage picture(int row) {
    int pixels = images.shape().pixels();
    byte[] planes = new byte[images.shape().values()]; // [C, H, W]
    try {
      images.pixels(row, planes, 0);
    } catch (DataException e) {
      throw new UncheckedIOException(e);
    }
    BufferedImage picture =
        new BufferedImage(images.width(), images.height(), BufferedImage.TYPE_INT_RGB);
    for (int place = 0; place < pixels; place++) {
      int colour = 0;
      for (int channel = 0; channel < COLOURS; channel++) {
        int plane = Math.min(channel, images.channels() - 1); // grey has one
        colour = colour << Byte.SIZE | planes[plane * pixels + place] & 0xff;
      }
      picture.setRGB(place % images.width(), place / images.width(), colour);
    }
    return picture;
  }

  /** Of a path only the file and its folder: a page is shown to others. */
  @Override
  public String name(int row) {
    Path path = FileName.path(images.name(row));
    int parts = path.getNameCount();
    return parts > 2 ? path.subpath(parts - 2, parts).toString() : path.toString();
  }
}
