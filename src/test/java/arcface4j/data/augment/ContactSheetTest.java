package arcface4j.data.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import arcface4j.data.ImageShape;
import arcface4j.data.Normalization;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactSheetTest {

  private static final int WHITE = 0xffffff;
  private static final ImageShape SHAPE = new ImageShape(3, 2, 3);
  private static final Normalization NORMALIZATION = Normalization.ORIGINAL_CIFAR10;

  @Test
  void everyPixelIsInItsCell() {
    byte[] planes = new byte[SHAPE.values()];
    for (int at = 0; at < planes.length; at++) {
      planes[at] = (byte) (10 * at + 100);
    }
    ContactSheet sheet = new ContactSheet(2, 3, 4, 5);
    sheet.put(1, 2, planes, SHAPE);
    BufferedImage picture = sheet.picture();
    assertEquals(3 * 7 + 2, picture.getWidth());
    assertEquals(2 * 6 + 2, picture.getHeight());
    int top = 2 + 6;
    int left = 2 + 2 * 7;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        boolean inside = y >= top && y < top + 2 && x >= left && x < left + 3;
        int at = (y - top) * 3 + x - left;
        int expected =
            inside
                ? (planes[at] & 255) << 16 | (planes[at + 6] & 255) << 8 | planes[at + 12] & 255
                : WHITE;
        assertEquals(expected, picture.getRGB(x, y) & WHITE, "(" + x + ", " + y + ")");
      }
    }
  }

  /** The first column is the image, the others are what the look gives, back in bytes. */
  @Test
  void aPreviewShowsTheImageAndThenItsEpochs() {
    byte[] first = filled(40);
    byte[] second = filled(200);
    ContactSheet.Look look =
        (row, epoch) -> {
          float[] normalised = new float[SHAPE.values()];
          NORMALIZATION.apply(filled(60 * row + 10 * epoch), normalised, 0);
          return normalised;
        };
    BufferedImage picture =
        ContactSheet.preview(List.of(first, second), SHAPE, look, SHAPE, NORMALIZATION, 3);
    assertEquals(4 * 5 + 2, picture.getWidth());
    assertEquals(2 * 4 + 2, picture.getHeight());
    for (int row = 0; row < 2; row++) {
      assertEquals(gray(row == 0 ? 40 : 200), cell(picture, row, 0));
      for (int epoch = 0; epoch < 3; epoch++) {
        assertEquals(gray(60 * row + 10 * epoch), cell(picture, row, 1 + epoch));
      }
    }
  }

  @Test
  void whatIsErasedHasTheMeanColour() {
    BufferedImage picture =
        ContactSheet.preview(
            List.of(filled(0)),
            SHAPE,
            (row, epoch) -> new float[SHAPE.values()],
            SHAPE,
            NORMALIZATION,
            1);
    assertEquals(125 << 16 | 123 << 8 | 114, cell(picture, 0, 1));
  }

  @Test
  void grayImagesAreShownInGray() {
    ContactSheet sheet = new ContactSheet(1, 1, 1, 1);
    sheet.put(0, 0, new byte[] {77}, new ImageShape(1, 1, 1));
    assertEquals(gray(77), sheet.picture().getRGB(2, 2) & WHITE);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new ContactSheet(0, 1, 1, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new ContactSheet(100_000, 100_000, 224, 224));
    ContactSheet sheet = new ContactSheet(1, 1, 2, 2);
    byte[] planes = filled(1);
    assertThrows(IllegalArgumentException.class, () -> sheet.put(0, 0, planes, SHAPE));
    ContactSheet larger = new ContactSheet(1, 1, 4, 4);
    assertThrows(IllegalArgumentException.class, () -> larger.put(1, 0, planes, SHAPE));
    assertThrows(IllegalArgumentException.class, () -> larger.put(0, -1, planes, SHAPE));
  }

  private static int cell(BufferedImage picture, int row, int column) {
    int shown = picture.getRGB(2 + column * 5, 2 + row * 4) & WHITE;
    assertEquals(shown, picture.getRGB(2 + column * 5 + 2, 2 + row * 4 + 1) & WHITE);
    return shown;
  }

  private static int gray(int value) {
    return value << 16 | value << 8 | value;
  }

  private static byte[] filled(int value) {
    byte[] planes = new byte[SHAPE.values()];
    Arrays.fill(planes, (byte) value);
    return planes;
  }
}
