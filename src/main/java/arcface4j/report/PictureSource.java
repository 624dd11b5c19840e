package arcface4j.report;

import java.awt.image.BufferedImage;

/** The pictures behind the rows of an embedding set. */
public interface PictureSource {

  /** The picture of a row, as the network saw it. */
  BufferedImage picture(int row);

  /** Where the picture of a row comes from, such as a file. */
  String name(int row);
}
