package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.io.DataException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EpochBatchesTest {

  private static final Normalization NORMALIZATION = Normalization.ORIGINAL_CIFAR10;
  private static final Augmentation AUGMENTATION =
      new Augmentation(2, PaddingMode.REFLECT, FlipMode.RANDOM, 0);
  private static final ImageSet IMAGES = SampleImages.noise(23, 3, 5, 7, 4, 12);

  private static EpochBatches batches(int batchSize) {
    return EpochBatches.shuffled(
        IMAGES, batchSize, NORMALIZATION, AUGMENTATION, 99, SampleImages.NONE_BROKEN);
  }

  private static EpochBatches shuffled(
      ImageSet images, int batchSize, Normalization normalization) {
    return EpochBatches.shuffled(
        images, batchSize, normalization, Augmentation.NONE, 1, SampleImages.NONE_BROKEN);
  }

  private static List<Batch> read(EpochBatches batches, int epoch, int first) {
    List<Batch> all = new ArrayList<>();
    try (BatchStream<Batch> stream = batches.open(epoch, first)) {
      while (stream.hasNext()) {
        all.add(stream.next());
      }
    } catch (DataException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static void assertSame(List<Batch> expected, List<Batch> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i).indices(), actual.get(i).indices());
      assertArrayEquals(expected.get(i).labels(), actual.get(i).labels());
      assertArrayEquals(expected.get(i).images(), actual.get(i).images());
      assertEquals(expected.get(i).size(), actual.get(i).size());
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 23, 23", "3, 8, 7", "7, 4, 3", "23, 1, 1", "24, 1, 0", "100, 1, 0"})
  void lastShortBatchIsGivenUnlessDropped(int batchSize, int all, int full) {
    EpochBatches batches = batches(batchSize);
    EpochBatches dropped = batches.withoutShortBatch();
    assertEquals(all, batches.batchesPerEpoch());
    assertEquals(full, dropped.batchesPerEpoch());
    List<Batch> given = read(batches, 0, 0);
    assertEquals(all, given.size());
    assertSame(given.subList(0, full), read(dropped, 0, 0));
    assertEquals(23, given.stream().mapToInt(Batch::size).sum());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 7, 8})
  void epochResumesInItsMiddle(int first) {
    EpochBatches batches = batches(3);
    List<Batch> whole = read(batches, 2, 0);
    assertSame(whole.subList(first, whole.size()), read(batches, 2, first));
  }

  @Test
  void everyImageComesOnceInAnEpoch() {
    for (int epoch = 0; epoch < 3; epoch++) {
      int[] indices =
          read(batches(5), epoch, 0).stream()
              .flatMapToInt(batch -> Arrays.stream(batch.indices()))
              .toArray();
      assertFalse(Arrays.equals(IntStream.range(0, 23).toArray(), indices));
      assertArrayEquals(
          IntStream.range(0, 23).toArray(), Arrays.stream(indices).sorted().toArray());
    }
  }

  @Test
  void epochsAndSeedsHaveTheirOwnOrder() {
    EpochBatches other =
        EpochBatches.shuffled(
            IMAGES, 5, NORMALIZATION, AUGMENTATION, 100, SampleImages.NONE_BROKEN);
    int[] order = batches(5).order(0);
    assertFalse(Arrays.equals(order, batches(5).order(1)));
    assertFalse(Arrays.equals(order, other.order(0)));
  }

  /** Whoever resumes a run goes on in the order that it began with. */
  @Test
  void anOrderStaysWhatItWas() {
    ImageSet ten = IMAGES.subset(IntStream.range(0, 10).toArray());
    EpochBatches batches =
        EpochBatches.shuffled(
            ten, 5, NORMALIZATION, Augmentation.NONE, 1, SampleImages.NONE_BROKEN);
    assertArrayEquals(new int[] {9, 5, 1, 3, 0, 4, 8, 6, 7, 2}, batches.order(0));
    assertArrayEquals(new int[] {1, 3, 7, 9, 6, 2, 8, 0, 4, 5}, batches.order(1));
  }

  @Test
  void everyOrderOfThreeImagesIsEquallyLikely() {
    ImageSet three = IMAGES.subset(new int[] {0, 1, 2});
    EpochBatches batches =
        EpochBatches.shuffled(
            three, 1, NORMALIZATION, Augmentation.NONE, 1, SampleImages.NONE_BROKEN);
    int[] counts = new int[27];
    for (int epoch = 0; epoch < 6000; epoch++) {
      int[] order = batches.order(epoch);
      counts[9 * order[0] + 3 * order[1] + order[2]]++;
    }
    int[] seen = Arrays.stream(counts).filter(count -> count > 0).toArray();
    assertEquals(6, seen.length);
    Arrays.stream(seen).forEach(count -> assertEquals(1000, count, 200));
  }

  @Test
  void batchIsWhatTheSlowTwinMakes() {
    CropTransform transform = new CropTransform(IMAGES.shape(), NORMALIZATION, AUGMENTATION);
    for (Batch batch : read(batches(4), 3, 0)) {
      int values = IMAGES.shape().values();
      float[] expected = new float[batch.size() * values];
      for (int i = 0; i < batch.size(); i++) {
        int index = batch.indices()[i];
        assertEquals(IMAGES.label(index), batch.labels()[i]);
        Crop crop = AUGMENTATION.crop(99, 3, index);
        transform.write(SampleImages.planes(IMAGES, index), crop, expected, i * values);
      }
      assertArrayEquals(expected, batch.images());
    }
  }

  @Test
  void inOrderNothingIsChanged() throws DataException {
    int first = 0;
    try (BatchStream<PlaneBatch> stream = PlaneBatches.open(IMAGES, 6)) {
      while (stream.hasNext()) {
        PlaneBatch batch = stream.next();
        float[] floats = batch.normalised(NORMALIZATION);
        for (int i = 0; i < batch.size(); i++) {
          assertEquals(first + i, batch.indices().get(i));
          byte[] planes = SampleImages.planes(IMAGES, first + i);
          assertArrayEquals(planes, batch.planes().get(i));
          float[] expected = new float[planes.length];
          NORMALIZATION.apply(planes, expected, 0);
          int from = i * expected.length;
          assertArrayEquals(expected, Arrays.copyOfRange(floats, from, from + expected.length));
        }
        first += batch.size();
      }
    }
    assertEquals(23, first);
  }

  @Test
  void streamEndsAndDoesNotReopen() throws DataException {
    try (BatchStream<Batch> stream = batches(23).open(0, 0)) {
      assertTrue(stream.hasNext());
      stream.next();
      assertFalse(stream.hasNext());
      assertThrows(NoSuchElementException.class, stream::next);
    }
    BatchStream<Batch> closed = batches(3).open(0, 0);
    closed.close();
    assertFalse(closed.hasNext());
    assertThrows(IllegalStateException.class, closed::next);
  }

  @Test
  void wrongNumbersAreRefused() {
    EpochBatches batches = batches(3);
    assertThrows(IllegalArgumentException.class, () -> batches.open(-1, 0));
    assertThrows(IllegalArgumentException.class, () -> batches.open(0, -1));
    assertThrows(IllegalArgumentException.class, () -> batches.open(0, 9));
    assertThrows(IllegalArgumentException.class, () -> batches(0));
    ImageSet none = IMAGES.subset(new int[0]);
    assertThrows(IllegalArgumentException.class, () -> shuffled(none, 3, NORMALIZATION));
  }

  @Test
  void batchLargerThanAnArrayIsRefused() {
    ImageSet image =
        ImageSet.of(new byte[1 << 20], new int[1], SampleImages.letters(1), 1, 1 << 10, 1 << 10);
    ImageSet many = image.subset(new int[3000]);
    Normalization gray = new Normalization(new float[1], new float[] {1});
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> shuffled(many, 2048, gray));
    assertTrue(error.getMessage().contains("at most 2047 fit"), error.getMessage());
    assertNotEquals(0, shuffled(many, 2047, gray).batchesPerEpoch());
  }
}
