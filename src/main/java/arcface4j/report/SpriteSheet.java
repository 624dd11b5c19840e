package arcface4j.report;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.stream.Stream;

/**
 * Many small pictures in one: picture i stands in row i / columns and column i % columns.
 *
 * @param count pictures
 * @param columns pictures side by side
 * @param side of each, in pixels
 */
record SpriteSheet(int count, int columns, int side) {

  private static final int LARGEST_SIDE = 48;

  static SpriteSheet forPictures(int count, int pictureSide) {
    int columns = (int) Math.ceil(Math.sqrt(count));
    return new SpriteSheet(count, columns, Math.min(LARGEST_SIDE, pictureSide));
  }

  /** Draws the pictures, one at a time, and encodes the sheet. */
  String draw(Stream<BufferedImage> pictures) {
    int rows = (count + columns - 1) / columns;
    BufferedImage sheet =
        new BufferedImage(columns * side, rows * side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    int[] next = {0};
    pictures.forEachOrdered(
        picture -> {
          int i = next[0]++;
          graphics.drawImage(picture, i % columns * side, i / columns * side, side, side, null);
        });
    graphics.dispose();
    return DataUri.jpeg(sheet);
  }
}
