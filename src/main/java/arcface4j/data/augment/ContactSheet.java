package arcface4j.data.augment;

import arcface4j.data.ImageShape;
import arcface4j.data.Normalization;
import arcface4j.data.PlanePictures;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Small pictures in rows and columns, with white lines between them: what a training sees of some
 * images. Not for many threads.
 */
public final class ContactSheet {

  private static final int GAP = 2;
  private static final int WHITE = 0xffffff;
  private static final long MOST_PIXELS = 100_000_000;

  private final int cellHeight;
  private final int cellWidth;
  private final BufferedImage sheet;

  /** What a training sees of an image. */
  @FunctionalInterface
  public interface Look {

    /**
     * One image in one epoch.
     *
     * @param row of the sheet, from 0
     * @param epoch from 0
     * @return [C, H, W], normalised
     */
    float[] at(int row, int epoch);
  }

  /**
   * An empty sheet.
   *
   * @param cellHeight in pixels
   * @param cellWidth in pixels
   * @throws IllegalArgumentException if a number is not above 0 or the sheet would be larger than
   *     100,000,000 pixels
   */
  public ContactSheet(int rows, int columns, int cellHeight, int cellWidth) {
    if (rows < 1 || columns < 1 || cellHeight < 1 || cellWidth < 1) {
      throw new IllegalArgumentException(
          "a sheet of %d x %d pictures of %d x %d pixels is empty"
              .formatted(rows, columns, cellHeight, cellWidth));
    }
    long height = rows * (long) (cellHeight + GAP) + GAP;
    long width = columns * (long) (cellWidth + GAP) + GAP;
    if (height * width > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "a sheet of %d x %d pixels is larger than %d; show fewer pictures"
              .formatted(height, width, MOST_PIXELS));
    }
    this.cellHeight = cellHeight;
    this.cellWidth = cellWidth;
    sheet = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        sheet.setRGB(x, y, WHITE);
      }
    }
  }

  /**
   * A row for each image: as it is, then as the first epochs show it.
   *
   * @param images each [C, H, W] of {@code shape}
   * @param shown shape of what the look returns
   * @param epochs how many
   */
  public static BufferedImage preview(
      List<byte[]> images,
      ImageShape shape,
      Look look,
      ImageShape shown,
      Normalization normalization,
      int epochs) {
    ContactSheet sheet =
        new ContactSheet(
            images.size(),
            1 + epochs,
            Math.max(shape.height(), shown.height()),
            Math.max(shape.width(), shown.width()));
    for (int row = 0; row < images.size(); row++) {
      sheet.put(row, 0, images.get(row), shape);
      for (int epoch = 0; epoch < epochs; epoch++) {
        sheet.put(row, 1 + epoch, bytes(look.at(row, epoch), normalization), shown);
      }
    }
    return sheet.picture();
  }

  /** The bytes that become these floats. */
  private static byte[] bytes(float[] normalised, Normalization normalization) {
    float[] mean = normalization.mean();
    float[] std = normalization.std();
    int pixels = normalised.length / mean.length;
    byte[] planes = new byte[normalised.length];
    for (int at = 0; at < planes.length; at++) {
      int channel = at / pixels;
      float value = (normalised[at] * std[channel] + mean[channel]) * 255;
      planes[at] = (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
    return planes;
  }

  /**
   * Draws one picture at the upper left of its cell.
   *
   * @param planes [C, H, W]
   * @throws IllegalArgumentException if the picture is larger than a cell or has no such cell
   */
  public void put(int row, int column, byte[] planes, ImageShape shape) {
    int top = GAP + row * (cellHeight + GAP);
    int left = GAP + column * (cellWidth + GAP);
    boolean noCell = row < 0 || column < 0 || top >= sheet.getHeight() || left >= sheet.getWidth();
    if (noCell || shape.height() > cellHeight || shape.width() > cellWidth) {
      throw new IllegalArgumentException(
          "%d x %d pixels do not fit into row %d, column %d of cells of %d x %d"
              .formatted(shape.height(), shape.width(), row, column, cellHeight, cellWidth));
    }
    sheet.getRaster().setRect(left, top, PlanePictures.of(planes, shape).getRaster());
  }

  /** The sheet as it is now; 8-bit RGB. */
  public BufferedImage picture() {
    return sheet;
  }
}
