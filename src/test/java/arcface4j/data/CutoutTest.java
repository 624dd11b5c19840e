package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import arcface4j.io.DataException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CutoutTest {

  private static final ImageShape SHAPE = new ImageShape(2, 5, 7);

  @ParameterizedTest
  @CsvSource({"0, 0, 3", "-2, -1, 4", "3, 5, 4", "1, 2, 0", "-9, 1, 3", "-1, -1, 20"})
  void thePixelsOfTheSquareAreHiddenAndNoOthers(int top, int left, int side) {
    float[] image = ones();
    new Cutout(top, left, side).hide(image, SHAPE);
    for (int at = 0; at < image.length; at++) {
      int row = at / SHAPE.width() % SHAPE.height();
      int column = at % SHAPE.width();
      boolean inside = row >= top && row < top + side && column >= left && column < left + side;
      assertEquals(inside ? 0 : 1, image[at]);
    }
  }

  /** An edge of 3 has its centre in one of 35 pixels, from 9 of which it covers a given one. */
  @Test
  void aPixelInTheMiddleIsHiddenByEachSquareWhoseCentreIsNear() {
    int draws = 35_000;
    int hidden = 0;
    for (int image = 0; image < draws; image++) {
      float[] values = ones();
      augmentation(3).cutout(4, 1, image, SHAPE).hide(values, SHAPE);
      hidden += values[2 * SHAPE.width() + 3] == 0 ? 1 : 0;
    }
    double expected = draws * 9.0 / 35;
    assertEquals(expected, hidden, 6 * Math.sqrt(expected));
  }

  @Test
  void batchesHaveTheSquareOfTheirEpochAndImage() {
    ImageSet images = SampleImages.noise(6, 2, 5, 7, 2, 3);
    float[] whole = batch(images, 0).images();
    Batch cut = batch(images, 3);
    for (int row = 0; row < images.size(); row++) {
      float[] expected = row(whole, row);
      augmentation(3).cutout(8, 1, cut.indices()[row], SHAPE).hide(expected, SHAPE);
      assertArrayEquals(expected, row(cut.images(), row));
    }
    assertNotEquals(augmentation(3).cutout(8, 1, 0, SHAPE), augmentation(3).cutout(8, 2, 0, SHAPE));
  }

  private static float[] row(float[] images, int row) {
    return Arrays.copyOfRange(images, row * SHAPE.values(), (row + 1) * SHAPE.values());
  }

  @Test
  void aNegativeSideIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> augmentation(-1));
  }

  private static Batch batch(ImageSet images, int side) {
    Normalization normalization = SampleImages.normalization(images);
    EpochBatches batches =
        EpochBatches.shuffled(
            images, 6, normalization, augmentation(side), 8, SampleImages.NONE_BROKEN);
    try (BatchStream<Batch> stream = batches.open(1, 0)) {
      return stream.next();
    } catch (DataException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Augmentation augmentation(int side) {
    return new Augmentation(0, PaddingMode.BLACK, FlipMode.NONE, side);
  }

  private static float[] ones() {
    float[] ones = new float[SHAPE.values()];
    Arrays.fill(ones, 1);
    return ones;
  }
}
