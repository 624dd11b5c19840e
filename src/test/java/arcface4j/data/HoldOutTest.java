package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HoldOutTest {

  @ParameterizedTest
  @CsvSource({
    "10, 0.1, 1",
    "5, 0.1, 1",
    "4, 0.1, 0",
    "100, 0.145, 15",
    "3, 0.5, 2",
    "1, 0.9, 0",
    "3, 0.99, 2",
    "7, 0, 0"
  })
  void eachClassIsRoundedByItself(int members, double fraction, int heldOut) {
    HoldOut split = HoldOut.ofImages(twoClasses(members, 2 * members), fraction, 1);
    assertEquals(heldOut, count(split.heldOut(), 0));
    assertEquals(members - heldOut, count(split.kept(), 0));
  }

  @Test
  void everyImageIsInOneOfTheTwoInItsOldOrder() {
    ImageSet images = SampleImages.noise(97, 1, 1, 1, 5, 3);
    HoldOut split = HoldOut.ofImages(images, 0.3, 8);
    Set<String> names = new TreeSet<>();
    for (ImageSet part : new ImageSet[] {split.kept(), split.heldOut()}) {
      int[] places = IntStream.range(0, part.size()).map(i -> place(part, i)).toArray();
      assertArrayEquals(Arrays.stream(places).sorted().toArray(), places);
      IntStream.range(0, part.size()).forEach(i -> names.add(part.name(i)));
    }
    assertEquals(97, split.kept().size() + split.heldOut().size());
    assertEquals(97, names.size());
  }

  @Test
  void seedDecides() {
    ImageSet images = SampleImages.noise(200, 1, 1, 1, 3, 3);
    String first = HoldOut.ofImages(images, 0.2, 1).heldOut().contentHash();
    assertEquals(first, HoldOut.ofImages(images, 0.2, 1).heldOut().contentHash());
    assertFalse(first.equals(HoldOut.ofImages(images, 0.2, 2).heldOut().contentHash()));
  }

  /** Whoever resumes a run measures on the images that it held out. */
  @Test
  void aSplitStaysWhatItWas() {
    ImageSet heldOut = HoldOut.ofImages(twoClasses(6, 9), 0.5, 1).heldOut();
    int[] places = IntStream.range(0, heldOut.size()).map(i -> place(heldOut, i)).toArray();
    assertArrayEquals(new int[] {0, 3, 4, 6, 7, 8, 9, 12}, places);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, 1.5, Double.NaN})
  void fractionOutOfRangeIsRefused(double fraction) {
    ImageSet images = twoClasses(2, 2);
    assertThrows(IllegalArgumentException.class, () -> HoldOut.ofImages(images, fraction, 1));
  }

  private static ImageSet twoClasses(int first, int second) {
    int[] labels = IntStream.range(0, first + second).map(i -> i < first ? 0 : 1).toArray();
    return ImageSet.of(new byte[labels.length], labels, SampleImages.letters(2), 1, 1, 1);
  }

  private static int place(ImageSet images, int index) {
    return Integer.parseInt(images.name(index).substring(1));
  }

  private static long count(ImageSet images, int label) {
    return Arrays.stream(images.labels()).filter(l -> l == label).count();
  }
}
