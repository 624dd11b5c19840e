package arcface4j.data.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.data.ImageShape;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchMixingTest {

  private static final ImageShape SHAPE = new ImageShape(2, 9, 7);
  private static final int IMAGES = 5;
  private static final BatchMixing BOTH = new BatchMixing(0.2, 1);

  @Test
  void noneMixesNothing() {
    assertEquals(Optional.empty(), BatchMixing.NONE.draw(1, 2, 3, IMAGES, SHAPE));
  }

  @Test
  void theDrawIsAFunctionOfSeedEpochAndBatch() {
    Mix first = draw(BOTH, 1, 2, 3);
    assertEquals(first, draw(BOTH, 1, 2, 3));
    assertNotEquals(first, draw(BOTH, 2, 2, 3));
    assertNotEquals(first, draw(BOTH, 1, 3, 3));
    assertNotEquals(first, draw(BOTH, 1, 2, 4));
  }

  @Test
  void eachIsDrawnAloneAndBothInTurnByACoin() {
    int draws = 1000;
    int mixups = 0;
    for (int batch = 0; batch < draws; batch++) {
      assertTrue(draw(new BatchMixing(0.2, 0), 1, 0, batch) instanceof Mixup);
      assertTrue(draw(new BatchMixing(0, 1), 1, 0, batch) instanceof Cutmix);
      mixups += draw(BOTH, 1, 0, batch) instanceof Mixup ? 1 : 0;
    }
    assertEquals(500, mixups, 6 * Math.sqrt(250));
  }

  @Test
  void partnersAreAPermutationAndEachComesUpEquallyOften() {
    int draws = 5000;
    int[] counts = new int[IMAGES];
    for (int batch = 0; batch < draws; batch++) {
      int[] rows = draw(BOTH, 4, 0, batch).partners().rows();
      counts[rows[2]]++;
      Arrays.sort(rows);
      assertArrayEquals(IntStream.range(0, IMAGES).toArray(), rows);
    }
    for (int count : counts) {
      assertEquals(1000, count, 6 * Math.sqrt(1000));
    }
  }

  @Test
  void mixedImagesAreThoseOfTheSlowTwin() {
    float[] images = noise();
    float[] before = images.clone();
    for (int batch = 0; batch < 200; batch++) {
      Mix mix = draw(BOTH, 4, 1, batch);
      float[] mixed = new float[images.length];
      mix.apply(images, SHAPE, mixed);
      assertArrayEquals(before, images);
      for (int at = 0; at < images.length; at++) {
        int row = at / SHAPE.values();
        int partner = mix.partners().of(row) * SHAPE.values() + at % SHAPE.values();
        assertEquals(slow(mix, images[at], images[partner], at), mixed[at], 1e-6);
      }
    }
  }

  /** lambda x + (1 - lambda) x' of Zhang; M x + (1 - M) x' of Yun. */
  private static double slow(Mix mix, double own, double partner, int at) {
    double part = mix.share();
    if (mix instanceof Cutmix cut) {
      int row = at / SHAPE.width() % SHAPE.height() - cut.area().top();
      int column = at % SHAPE.width() - cut.area().left();
      boolean inside =
          row >= 0 && row < cut.area().height() && column >= 0 && column < cut.area().width();
      part = inside ? 0 : 1;
    }
    return part * own + (1 - part) * partner;
  }

  @Test
  void theShareOfCutmixIsThatOfThePixelsThatStayed() {
    for (int batch = 0; batch < 200; batch++) {
      Cutmix mix = (Cutmix) draw(new BatchMixing(0, 1), 4, 1, batch);
      float[] ownAre1 = new float[IMAGES * SHAPE.values()];
      int partner = mix.partners().of(0);
      Arrays.fill(ownAre1, 0, SHAPE.values(), 1);
      float[] mixed = new float[ownAre1.length];
      mix.apply(ownAre1, SHAPE, mixed);
      double ones = 0;
      for (int at = 0; at < SHAPE.values(); at++) {
        ones += mixed[at];
      }
      double expected = partner == 0 ? 1 : mix.share();
      assertEquals(expected, ones / SHAPE.values(), 1e-9);
    }
  }

  /** Worked by hand: half = 0.5 sqrt(1 - lambda), halves of the sides without fraction. */
  @ParameterizedTest
  @CsvSource({
    // row, column, lambda, top, left, height, width
    "10, 8, 0.75, 5, 4, 10, 8",
    "0, 0, 0.75, 0, 0, 5, 4",
    "19, 15, 0.75, 14, 11, 6, 5",
    "10, 8, 0, 0, 0, 20, 16",
    "0, 15, 0, 0, 7, 10, 9",
    "7, 3, 1, 0, 0, 0, 0",
    "10, 8, 0.999, 0, 0, 0, 0"
  })
  void rectanglesAreCutAtTheEdge(
      int row, int column, double lambda, int top, int left, int height, int width) {
    ImageShape shape = new ImageShape(3, 20, 16);
    Cutmix mix = Cutmix.around(row, column, lambda, new Partners(new int[] {0}), shape);
    assertEquals(new Area(top, left, height, width), mix.area());
    assertEquals(1 - height * width / 320.0, mix.share(), 1e-12);
  }

  @Test
  void labelsAreThoseOfTheImagesAndOfTheirPartners() {
    Mix mix = new Mixup(0.3, new Partners(new int[] {2, 0, 1}));
    MixedLabels labels = mix.labels(new int[] {7, 8, 9});
    assertArrayEquals(new int[] {7, 8, 9}, labels.own());
    assertArrayEquals(new int[] {9, 7, 8}, labels.partner());
    assertEquals(0.3, labels.share());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Mix mix = draw(BOTH, 1, 2, 3);
    float[] images = noise();
    assertThrows(IllegalArgumentException.class, () -> mix.apply(images, SHAPE, new float[3]));
    assertThrows(IllegalArgumentException.class, () -> mix.apply(images, SHAPE, images));
    assertThrows(
        IllegalArgumentException.class,
        () -> mix.apply(new float[3], SHAPE, new float[images.length]));
  }

  private static Mix draw(BatchMixing mixing, long seed, int epoch, int batch) {
    return mixing.draw(seed, epoch, batch, IMAGES, SHAPE).orElseThrow();
  }

  private static float[] noise() {
    float[] images = new float[IMAGES * SHAPE.values()];
    Random random = new Random(3);
    for (int at = 0; at < images.length; at++) {
      images[at] = (float) random.nextGaussian();
    }
    return images;
  }
}
