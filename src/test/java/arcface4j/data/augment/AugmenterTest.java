package arcface4j.data.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.data.ImageShape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AugmenterTest {

  private static final ImageShape SHAPE = new ImageShape(3, 20, 14);
  private static final ImageShape PHOTO = new ImageShape(3, 31, 45);
  private static final PhotoAugmentation ALL =
      new PhotoAugmentation(
          RandomCrop.parse("0.35-1"),
          AutoAugment.parse("randaugment:2,9"),
          ColorJitter.parse("0.4,0.4,0.4,0.1"),
          0.5,
          0.5,
          0.5,
          BatchMixing.NONE);

  @Test
  void noneGivesTheImageItself() {
    Augmenter none = new Augmenter(PhotoAugmentation.NONE, SHAPE);
    byte[] planes = noise(SHAPE);
    byte[] before = planes.clone();
    float[] floats = ones(SHAPE.values());
    for (int image = 0; image < 50; image++) {
      assertSame(planes, none.apply(planes, SHAPE, 1, 2, image));
      none.erase(floats, 0, 1, 2, image);
    }
    assertArrayEquals(before, planes);
    assertArrayEquals(ones(SHAPE.values()), floats);
  }

  @Test
  void resultsAreTheSameInAnyOrderAndOnAnyThread() {
    Augmenter augmenter = new Augmenter(ALL, SHAPE);
    byte[] planes = noise(PHOTO);
    List<byte[]> forwards =
        IntStream.range(0, 64).mapToObj(i -> augmenter.apply(planes, PHOTO, 7, 3, i)).toList();
    IntStream.range(0, 64)
        .parallel()
        .map(i -> 63 - i)
        .forEach(
            i ->
                assertArrayEquals(
                    forwards.get(i), new Augmenter(ALL, SHAPE).apply(planes, PHOTO, 7, 3, i)));
  }

  @ParameterizedTest
  @CsvSource({"8, 3, 5", "7, 4, 5", "7, 3, 6"})
  void seedEpochAndImageChangeTheDraws(long seed, int epoch, int image) {
    Augmenter augmenter = new Augmenter(ALL, SHAPE);
    List<Operation> drawn = augmenter.operations(PHOTO, 7, 3, 5);
    assertEquals(drawn, augmenter.operations(PHOTO, 7, 3, 5));
    assertNotEquals(drawn, augmenter.operations(PHOTO, seed, epoch, image));
  }

  /** The arrays that are used again between operations hold nothing of an earlier one. */
  @Test
  void theResultIsThatOfOneOperationAfterTheOther() {
    Augmenter augmenter = new Augmenter(ALL, SHAPE);
    byte[] planes = noise(PHOTO);
    byte[] before = planes.clone();
    for (int image = 0; image < 100; image++) {
      byte[] slow = planes;
      ImageShape shape = PHOTO;
      for (Operation operation : augmenter.operations(PHOTO, 2, 1, image)) {
        byte[] next = new byte[operation.resultOf(shape).values()];
        operation.apply(slow, shape, next);
        shape = operation.resultOf(shape);
        slow = next;
      }
      assertEquals(SHAPE, shape);
      assertArrayEquals(slow, augmenter.apply(planes, PHOTO, 2, 1, image));
      assertArrayEquals(before, planes);
    }
  }

  @Test
  void oneKindOfChangeHasTheSameDrawsWithAndWithoutTheOthers() {
    PhotoAugmentation jitter =
        new PhotoAugmentation(
            RandomCrop.NONE, AutoAugment.NONE, ALL.jitter(), 0, 0, 0, BatchMixing.NONE);
    Augmenter alone = new Augmenter(jitter, SHAPE);
    Augmenter all = new Augmenter(ALL, SHAPE);
    for (int image = 0; image < 50; image++) {
      List<Operation> drawn = all.operations(PHOTO, 2, 1, image);
      assertTrue(drawn.containsAll(alone.operations(SHAPE, 2, 1, image)));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 1})
  void probabilitiesAreKept(double probability) {
    PhotoAugmentation settings =
        new PhotoAugmentation(
            RandomCrop.NONE,
            AutoAugment.NONE,
            ColorJitter.NONE,
            probability,
            probability,
            probability,
            BatchMixing.NONE);
    Augmenter augmenter = new Augmenter(settings, SHAPE);
    int draws = 10_000;
    int gray = 0;
    int blurred = 0;
    int erased = 0;
    for (int image = 0; image < draws; image++) {
      List<Operation> operations = augmenter.operations(SHAPE, 4, 1, image);
      gray += operations.contains(new Grayscale()) ? 1 : 0;
      blurred += operations.stream().anyMatch(GaussianBlur.class::isInstance) ? 1 : 0;
      erased += augmenter.erased(4, 1, image).equals(Area.NONE) ? 0 : 1;
    }
    double allowed = 6 * Math.sqrt(draws * probability * (1 - probability));
    assertEquals(draws * probability, gray, allowed);
    assertEquals(draws * probability, blurred, allowed);
    assertEquals(draws * probability, erased, allowed);
  }

  @Test
  void cropsHaveTheirAreaAndTheirShapeAndReachEveryEdge() {
    PhotoAugmentation settings =
        new PhotoAugmentation(
            RandomCrop.parse("0.2-0.5"),
            AutoAugment.NONE,
            ColorJitter.NONE,
            0,
            0,
            0,
            BatchMixing.NONE);
    ImageShape photo = new ImageShape(3, 300, 400);
    Augmenter augmenter = new Augmenter(settings, SHAPE);
    double shares = 0;
    int[] touched = new int[4];
    int draws = 20_000;
    for (int image = 0; image < draws; image++) {
      Operation first = augmenter.operations(photo, 4, 1, image).get(0);
      Area area = ((ResizedCrop) first).area();
      double share = area.pixels() / 120_000.0;
      double ratio = (double) area.width() / area.height();
      assertTrue(share > 0.195 && share < 0.505, area.toString());
      assertTrue(ratio > 0.74 && ratio < 1.345, area.toString());
      shares += share / draws;
      touched[0] += area.top() == 0 ? 1 : 0;
      touched[1] += area.left() == 0 ? 1 : 0;
      touched[2] += area.top() + area.height() == 300 ? 1 : 0;
      touched[3] += area.left() + area.width() == 400 ? 1 : 0;
    }
    assertEquals(0.35, shares, 0.004);
    assertTrue(Arrays.stream(touched).min().getAsInt() > 20, Arrays.toString(touched));
  }

  @Test
  void erasedRectanglesHaveTheirAreaAndLieWithin() {
    ImageShape shape = new ImageShape(3, 200, 150);
    PhotoAugmentation settings =
        new PhotoAugmentation(
            RandomCrop.NONE, AutoAugment.NONE, ColorJitter.NONE, 0, 0, 1, BatchMixing.NONE);
    Augmenter augmenter = new Augmenter(settings, shape);
    for (int image = 0; image < 2000; image++) {
      Area area = augmenter.erased(1, 2, image);
      double share = area.pixels() / 30_000.0;
      double ratio = (double) area.height() / area.width();
      assertTrue(share > 0.019 && share < 0.335, area.toString());
      assertTrue(ratio > 0.28 && ratio < 3.5, area.toString());
      assertTrue(area.top() + area.height() <= 200 && area.left() + area.width() <= 150);
    }
  }

  @Test
  void erasingSetsTheRectangleToZeroAndNothingElse() {
    PhotoAugmentation settings =
        new PhotoAugmentation(
            RandomCrop.NONE, AutoAugment.NONE, ColorJitter.NONE, 0, 0, 1, BatchMixing.NONE);
    Augmenter augmenter = new Augmenter(settings, SHAPE);
    int offset = 11;
    for (int image = 0; image < 30; image++) {
      Area area = augmenter.erased(1, 0, image);
      float[] values = ones(offset + SHAPE.values() + 5);
      augmenter.erase(values, offset, 1, 0, image);
      for (int at = 0; at < values.length; at++) {
        int place = at - offset;
        int row = Math.floorMod(place / SHAPE.width(), SHAPE.height()) - area.top();
        int column = Math.floorMod(place, SHAPE.width()) - area.left();
        boolean inside = place >= 0 && place < SHAPE.values();
        boolean hidden =
            inside && row >= 0 && row < area.height() && column >= 0 && column < area.width();
        assertEquals(hidden ? 0 : 1, values[at]);
      }
    }
  }

  @Test
  void jitterStaysInItsRangesAndComesInEveryOrder() {
    ColorJitter jitter = ColorJitter.parse("0.4,1.5,0.2,0.1");
    PhotoAugmentation settings =
        new PhotoAugmentation(RandomCrop.NONE, AutoAugment.NONE, jitter, 0, 0, 0, BatchMixing.NONE);
    Augmenter augmenter = new Augmenter(settings, SHAPE);
    int draws = 4800;
    Map<String, Integer> orders = new TreeMap<>();
    for (int image = 0; image < draws; image++) {
      StringBuilder order = new StringBuilder();
      for (Operation operation : augmenter.operations(SHAPE, 4, 1, image)) {
        order.append(operation.getClass().getSimpleName().charAt(0));
        assertInRange(operation);
      }
      orders.merge(order.toString(), 1, Integer::sum);
    }
    assertEquals(24, orders.size(), orders.toString());
    orders.values().forEach(count -> assertEquals(200, count, 6 * Math.sqrt(200)));
  }

  private static void assertInRange(Operation operation) {
    if (operation instanceof Brightness one) {
      assertTrue(one.factor() >= 0.6 && one.factor() < 1.4);
    } else if (operation instanceof Contrast one) {
      assertTrue(one.factor() >= 0 && one.factor() < 2.5);
    } else if (operation instanceof Saturation one) {
      assertTrue(one.factor() >= 0.8 && one.factor() < 1.2);
    } else {
      assertTrue(Math.abs(((Hue) operation).shift()) <= 0.1);
    }
  }

  @Test
  void automaticChangesAreAllChosenAboutEquallyOften() {
    for (String text : List.of("trivial", "randaugment:1,30")) {
      PhotoAugmentation settings =
          new PhotoAugmentation(
              RandomCrop.NONE,
              AutoAugment.parse(text),
              ColorJitter.NONE,
              0,
              0,
              0,
              BatchMixing.NONE);
      Augmenter augmenter = new Augmenter(settings, SHAPE);
      Map<String, Integer> kinds = new TreeMap<>();
      int draws = 14_000;
      for (int image = 0; image < draws; image++) {
        List<Operation> drawn = augmenter.operations(SHAPE, 9, 1, image);
        String kind = drawn.isEmpty() ? "Identity" : drawn.get(0).getClass().getSimpleName();
        kinds.merge(kind, 1, Integer::sum);
      }
      assertEquals(10, kinds.size(), kinds.toString());
      kinds.forEach(
          (kind, count) ->
              assertEquals(kind.equals("Affine") ? 5000 : 1000, count, 400, text + " " + kind));
    }
  }

  /** Of a few pixels and of one channel: nothing is out of bounds. */
  @ParameterizedTest
  @CsvSource({"3, 1, 1", "3, 1, 9", "3, 2, 2", "3, 7, 1", "3, 23, 40"})
  void smallImagesPassThroughAll(int channels, int height, int width) {
    ImageShape shape = new ImageShape(channels, height, width);
    for (String auto : List.of("trivial", "randaugment:3,30")) {
      PhotoAugmentation settings =
          new PhotoAugmentation(
              ALL.crop(), AutoAugment.parse(auto), ALL.jitter(), 0.5, 0.9, 1, BatchMixing.NONE);
      Augmenter augmenter = new Augmenter(settings, shape);
      for (int image = 0; image < 300; image++) {
        byte[] result = augmenter.apply(noise(shape), shape, 3, 1, image);
        assertEquals(shape.values(), result.length);
        augmenter.erase(ones(shape.values()), 0, 3, 1, image);
      }
    }
  }

  @Test
  void grayImagesAreCroppedBlurredAndErasedButHaveNoColours() {
    ImageShape gray = new ImageShape(1, 8, 8);
    ColorJitter light = ColorJitter.parse("0.4,0.4,0,0");
    PhotoAugmentation fits =
        new PhotoAugmentation(ALL.crop(), AutoAugment.NONE, light, 0, 1, 1, BatchMixing.NONE);
    assertEquals(64, new Augmenter(fits, gray).apply(noise(gray), gray, 1, 1, 1).length);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> new Augmenter(ALL, gray));
    assertTrue(refusal.getMessage().contains("3 channels"), refusal.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new Saturation(1).apply(noise(gray), gray, new byte[64]));
  }

  @Test
  void withoutACropTheShapeMustBeThatOfTheResult() {
    Augmenter none = new Augmenter(PhotoAugmentation.NONE, SHAPE);
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> none.apply(noise(PHOTO), PHOTO, 1, 1, 1));
    assertFalse(refusal.getMessage().contains("\n"));
    assertTrue(refusal.getMessage().contains("3 x 31 x 45"), refusal.getMessage());
  }

  private static byte[] noise(ImageShape shape) {
    byte[] planes = new byte[shape.values()];
    new Random(5).nextBytes(planes);
    return planes;
  }

  private static float[] ones(int length) {
    float[] ones = new float[length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
