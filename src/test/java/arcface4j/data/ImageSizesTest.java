package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.io.DataException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Smaller images at first: which size when, and how they are made. */
class ImageSizesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          16@0.4,24@0.7,32 | 10 | 16 16 16 16 24 24 24 32 32 32
          16@0.5,32        | 3  | 16 16 32
          16@0.1,32        | 3  | 32 32 32
          24               | 2  | 24 24
          """)
  void everyEpochHasItsSize(String text, int epochs, String expected) {
    ImageSizes sizes = ImageSizes.parse(text, 32);
    int[] all = IntStream.range(0, epochs).map(e -> sizes.at(e, epochs, 32)).toArray();
    int[] wanted = Arrays.stream(expected.split(" ")).mapToInt(Integer::parseInt).toArray();
    assertArrayEquals(wanted, all);
    assertEquals(text, sizes.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          75%@0.5,100%     | 32 | 24@0.5,32
          75%@0.5,100%     | 64 | 48@0.5,64
          37.5%@0.5,100%   | 33 | 12@0.5,33
          """)
  void sharesAreOfTheImagesOwnSize(String shares, int full, String pixels) {
    assertEquals(ImageSizes.parse(pixels, full), ImageSizes.parse(shares, full));
  }

  @Test
  void withoutSizesImagesAreAsTheyAre() {
    assertEquals(47, ImageSizes.FULL.at(3, 10, 47));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          16@0.4,24@0.3,32 | the part 0.3 of the run is not above 0.4 and up to 1
          16@1.5,32        | the part 1.5 of the run is not above 0.0 and up to 1
          4@0.5,32         | image size 4 is too small; 8 or more needed
          10%@0.5,100%     | image size 3 is too small; 8 or more needed
          half%@0.5,100%   | 'half%@0.5' has no numbers, as in 16@0.4,24@0.7,32
          16@0.4           | '16@0.4' is not SIZE@PART; the last is a SIZE
          16,32            | '16' is not SIZE@PART
          big@0.4,32       | 'big@0.4' has no numbers, as in 16@0.4,24@0.7,32
          16@1,32          | the part 1.0 of the run is not above 1.0
          """)
  void aMistakeIsNamed(String text, String message) {
    Exception error =
        assertThrows(IllegalArgumentException.class, () -> ImageSizes.parse(text, 32));
    assertTrue(error.getMessage().startsWith(message), error.getMessage());
  }

  /** Every pixel by the definition: a triangle over the source, normalised, in both directions. */
  @ParameterizedTest
  @ValueSource(ints = {8, 11, 16, 31})
  void resizingIsWhatTheSlowTwinMakes(int side) {
    int from = 32;
    float[] planes = new float[2 * from * from];
    Random random = new Random(5);
    for (int i = 0; i < planes.length; i++) {
      planes[i] = random.nextFloat();
    }
    Resize resize = Resize.to(side, new ImageShape(2, from, from));
    float[] result = new float[3 + resize.values()];
    resize.write(planes, result, 3);
    for (int c = 0; c < 2; c++) {
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          double sum = 0;
          double weights = 0;
          for (int row = 0; row < from; row++) {
            for (int column = 0; column < from; column++) {
              double weight = triangle(row, y, from, side) * triangle(column, x, from, side);
              sum += weight * planes[(c * from + row) * from + column];
              weights += weight;
            }
          }
          assertEquals(sum / weights, result[3 + (c * side + y) * side + x], 1e-5);
        }
      }
    }
  }

  private static double triangle(int source, int target, int from, int to) {
    double scale = (double) from / to;
    return Math.max(0, 1 - Math.abs(source + 0.5 - (target + 0.5) * scale) / scale);
  }

  @Test
  void theWidthChangesWithTheHeight() {
    Resize resize = Resize.to(80, new ImageShape(3, 160, 96));
    assertEquals(48, resize.width());
    assertEquals(3 * 80 * 48, resize.values());
    assertEquals(1, Resize.to(8, new ImageShape(3, 320, 2)).width());
  }

  /** The batches of the full size, each image resized. */
  @Test
  void batchesComeInTheSizeThatIsAsked() throws DataException {
    ImageSet images = Shapes.generate(3, 2, 32, 1);
    Augmentation augmentation = new Augmentation(2, PaddingMode.REFLECT, FlipMode.ALTERNATING, 0);
    EpochBatches full =
        EpochBatches.shuffled(
            images,
            4,
            SampleImages.normalization(images),
            augmentation,
            7,
            SampleImages.NONE_BROKEN);
    EpochBatches half = full.withSize(16);
    Resize resize = Resize.to(16, images.shape());
    try (BatchStream<Batch> large = full.open(1, 0);
        BatchStream<Batch> small = half.open(1, 0)) {
      while (large.hasNext()) {
        Batch expected = large.next();
        Batch batch = small.next();
        assertArrayEquals(expected.indices(), batch.indices());
        float[] pixels = new float[expected.size() * resize.values()];
        for (int i = 0; i < expected.size(); i++) {
          int values = images.shape().values();
          float[] image = Arrays.copyOfRange(expected.images(), i * values, (i + 1) * values);
          resize.write(image, pixels, i * resize.values());
        }
        assertArrayEquals(pixels, batch.images());
      }
    }
  }
}
