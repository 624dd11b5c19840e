package arcface4j.app;

import arcface4j.data.Augmentation;
import arcface4j.data.BrokenImages;
import arcface4j.data.EpochBatches;
import arcface4j.data.ImageSet;
import arcface4j.data.Normalization;
import arcface4j.data.augment.ContactSheet;
import arcface4j.io.DataException;
import java.awt.image.BufferedImage;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a training sees of some images: a row for each, first as it is, then as the first epochs
 * show it. Made by the batches of the training itself.
 */
public final class Preview {

  private static final int ROWS = 8;
  private static final int EPOCHS = 7;

  private Preview() {}

  /**
   * Draws a sheet of up to eight images, evenly spread over a set.
   *
   * @param seed of the changes, as in training
   * @param broken what becomes of an image that cannot be read
   * @throws DataException if an image is broken and may not be left out, or all are
   */
  public static BufferedImage of(
      ImageSet images, Augmentation augmentation, long seed, BrokenImages broken)
      throws DataException {
    Normalization normalization = Normalization.of(images, broken);
    ImageSet shown = readable(images.spread(ROWS), broken);
    EpochBatches batches =
        EpochBatches.shuffled(shown, 1, normalization, augmentation, seed, broken);
    List<byte[]> planes = new ArrayList<>();
    for (int row = 0; row < shown.size(); row++) {
      byte[] image = new byte[shown.shape().values()];
      shown.pixels(row, image, 0);
      planes.add(image);
    }
    return ContactSheet.preview(
        planes,
        shown.shape(),
        (row, epoch) -> look(batches, row, epoch),
        shown.shape(),
        normalization,
        EPOCHS);
  }

  private static ImageSet readable(ImageSet images, BrokenImages broken) throws DataException {
    byte[] planes = new byte[images.shape().values()];
    List<Integer> readable = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      try {
        images.pixels(i, planes, 0);
        readable.add(i);
      } catch (DataException e) {
        broken.found(e);
      }
    }
    if (readable.isEmpty()) {
      throw new DataException("none of the %d images to show can be read".formatted(images.size()));
    }
    return images.subset(readable.stream().mapToInt(i -> i).toArray());
  }

  private static float[] look(EpochBatches batches, int row, int epoch) {
    try {
      return batches.look(epoch, row);
    } catch (DataException e) {
      throw new UncheckedIOException(e); // it was read a moment ago
    }
  }
}
