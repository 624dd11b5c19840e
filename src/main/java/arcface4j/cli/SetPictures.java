package arcface4j.cli;

import arcface4j.data.ImageSet;
import arcface4j.data.PlanePictures;
import arcface4j.io.DataException;
import arcface4j.io.FileName;
import arcface4j.report.PictureSource;
import java.awt.image.BufferedImage;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The images of a set as pictures. */
record SetPictures(ImageSet images) implements PictureSource {

  @Override
  public BufferedImage picture(int row) {
    byte[] planes = new byte[images.shape().values()]; // [C, H, W]
    try {
      images.pixels(row, planes, 0);
    } catch (DataException e) {
      throw new UncheckedIOException(e);
    }
    return PlanePictures.of(planes, images.shape());
  }

  /** Of a path only the file and its folder: a page is shown to others. */
  @Override
  public String name(int row) {
    Path path = FileName.path(images.name(row));
    int parts = path.getNameCount();
    return parts > 2 ? path.subpath(parts - 2, parts).toString() : path.toString();
  }
}
