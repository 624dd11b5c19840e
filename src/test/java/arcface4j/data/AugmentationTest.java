package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.testing.GoldenCase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AugmentationTest {

  private static final Normalization NORMALIZATION = Normalization.ORIGINAL_CIFAR10;

  static List<GoldenCase> cases() {
    return GoldenCase.under("transforms/augment");
  }

  @Tag("golden")
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void givenCropsAndFlipsAreThoseOfPyTorch(GoldenCase golden) {
    ImageSet images = TransformCases.images(golden);
    int padding = golden.parameter("padding").asInt();
    CropTransform transform =
        new CropTransform(
            images.shape(),
            TransformCases.normalization(golden),
            new Augmentation(padding, PaddingMode.BLACK, FlipMode.NONE, 0));
    int[] index = golden.array("index").ints();
    int[] top = golden.array("top").ints();
    int[] left = golden.array("left").ints();
    int[] flip = golden.array("flip").ints();
    int values = images.shape().values();
    float[] all = new float[index.length * values];
    for (int row = 0; row < index.length; row++) {
      Crop crop = new Crop(top[row], left[row], flip[row] != 0);
      transform.write(SampleImages.planes(images, index[row]), crop, all, row * values);
    }
    double[] actual = new double[all.length];
    for (int i = 0; i < all.length; i++) {
      actual[i] = all[i];
    }
    golden.assertMatches("normalized", actual);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 7, 2, BLACK",
    "5, 7, 4, REFLECT",
    "1, 1, 3, BLACK",
    "3, 2, 1, REFLECT",
    "4, 4, 9, BLACK"
  })
  void everyCropIsTheOneOfTheSlowTwin(int height, int width, int padding, PaddingMode mode) {
    ImageSet images = SampleImages.noise(1, 3, height, width, 1, 6);
    byte[] planes = SampleImages.planes(images, 0);
    CropTransform transform =
        new CropTransform(
            images.shape(), NORMALIZATION, new Augmentation(padding, mode, FlipMode.NONE, 0));
    for (int top = 0; top <= 2 * padding; top++) {
      for (int left = 0; left <= 2 * padding; left++) {
        for (boolean flip : new boolean[] {false, true}) {
          Crop crop = new Crop(top, left, flip);
          float[] fast = new float[planes.length];
          transform.write(planes, crop, fast, 0);
          assertArrayEquals(slow(planes, images.shape(), padding, mode, crop), fast);
        }
      }
    }
  }

  /** Pads into a larger picture, cuts, mirrors, normalises: one step after the other. */
  private static float[] slow(
      byte[] planes, ImageShape shape, int padding, PaddingMode mode, Crop crop) {
    float[] result = new float[planes.length];
    for (int channel = 0; channel < shape.channels(); channel++) {
      int[][] padded = pad(planes, channel, shape, padding, mode);
      for (int y = 0; y < shape.height(); y++) {
        for (int x = 0; x < shape.width(); x++) {
          int column = crop.flip() ? shape.width() - 1 - x : x;
          int value = padded[crop.top() + y][crop.left() + column];
          result[(channel * shape.height() + y) * shape.width() + x] =
              NORMALIZATION.apply(channel, value);
        }
      }
    }
    return result;
  }

  private static int[][] pad(
      byte[] planes, int channel, ImageShape shape, int padding, PaddingMode mode) {
    int[][] padded = new int[shape.height() + 2 * padding][shape.width() + 2 * padding];
    for (int y = 0; y < padded.length; y++) {
      for (int x = 0; x < padded[y].length; x++) {
        int row = y - padding;
        int column = x - padding;
        if (mode == PaddingMode.REFLECT) {
          row = Math.abs(row);
          row = row >= shape.height() ? 2 * shape.height() - 2 - row : row;
          column = Math.abs(column);
          column = column >= shape.width() ? 2 * shape.width() - 2 - column : column;
        }
        boolean inside = row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
        int at = (channel * shape.height() + row) * shape.width() + column;
        padded[y][x] = inside ? Byte.toUnsignedInt(planes[at]) : 0;
      }
    }
    return padded;
  }

  @Test
  void everyOffsetComesUpAboutEquallyOften() {
    Augmentation augmentation = new Augmentation(2, PaddingMode.BLACK, FlipMode.RANDOM, 0);
    int[][] counts = new int[5][5];
    int flips = 0;
    int draws = 25_000;
    for (int image = 0; image < draws; image++) {
      Crop crop = augmentation.crop(11, 3, image);
      counts[crop.top()][crop.left()]++;
      flips += crop.flip() ? 1 : 0;
    }
    for (int[] row : counts) {
      for (int count : row) {
        assertEquals(draws / 25.0, count, 6 * Math.sqrt(draws / 25.0));
      }
    }
    assertEquals(draws / 2.0, flips, 6 * Math.sqrt(draws / 4.0));
  }

  @Test
  void randomFlipIsDrawnAnewInEachEpoch() {
    Augmentation augmentation = new Augmentation(0, PaddingMode.BLACK, FlipMode.RANDOM, 0);
    int same = 0;
    for (int image = 0; image < 1000; image++) {
      same +=
          augmentation.crop(1, 0, image).flip() == augmentation.crop(1, 1, image).flip() ? 1 : 0;
    }
    assertEquals(500, same, 100);
  }

  @Test
  void alternatingFlipShowsEachImageFromBothSidesInTwoEpochs() {
    Augmentation augmentation = new Augmentation(3, PaddingMode.REFLECT, FlipMode.ALTERNATING, 0);
    int flips = 0;
    for (int image = 0; image < 1000; image++) {
      boolean first = augmentation.crop(1, 0, image).flip();
      flips += first ? 1 : 0;
      for (int epoch = 1; epoch < 5; epoch++) {
        assertEquals(first ^ (epoch % 2 == 1), augmentation.crop(1, epoch, image).flip());
      }
    }
    assertEquals(500, flips, 100);
  }

  @Test
  void seedEpochAndImageAllChangeTheCrop() {
    Augmentation augmentation = new Augmentation(1000, PaddingMode.BLACK, FlipMode.NONE, 0);
    Crop crop = augmentation.crop(1, 2, 3);
    assertEquals(crop, augmentation.crop(1, 2, 3));
    Set<Crop> crops = new HashSet<>();
    for (long[] key : new long[][] {{1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {3, 2, 1}, {2, 3, 1}}) {
      crops.add(augmentation.crop(key[0], (int) key[1], (int) key[2]));
    }
    assertEquals(5, crops.size());
  }

  @Test
  void noneLeavesTheImageAsItIs() {
    assertEquals(new Crop(0, 0, false), Augmentation.NONE.crop(5, 6, 7));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    ImageShape small = new ImageShape(3, 8, 4);
    assertThrows(
        IllegalArgumentException.class,
        () -> new Augmentation(-1, PaddingMode.BLACK, FlipMode.NONE, 0));
    Augmentation wide = new Augmentation(4, PaddingMode.REFLECT, FlipMode.NONE, 0);
    IllegalArgumentException reflect =
        assertThrows(
            IllegalArgumentException.class, () -> new CropTransform(small, NORMALIZATION, wide));
    assertTrue(reflect.getMessage().contains("at least 5 pixels"), reflect.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new CropTransform(new ImageShape(1, 8, 8), NORMALIZATION, Augmentation.NONE));
  }
}
