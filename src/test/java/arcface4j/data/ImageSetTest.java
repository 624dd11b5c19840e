package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.io.DataException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSetTest {

  private static final LabelMap TWO = SampleImages.letters(2);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 100})
  void blocksOfAnySizeGiveTheSameImages(int imagesPerBlock) {
    ImageSet whole = SampleImages.noise(7, 3, 2, 5, 2, 1);
    ImageSetBuilder builder = new ImageSetBuilder(TWO, whole.shape(), 9, imagesPerBlock);
    for (int i = 0; i < whole.size(); i++) {
      builder.add(SampleImages.planes(whole, i), 0, whole.label(i), whole.name(i));
    }
    ImageSet split = builder.build();
    assertEquals(7, split.size());
    for (int i = 0; i < whole.size(); i++) {
      assertArrayEquals(SampleImages.planes(whole, i), SampleImages.planes(split, i));
    }
    assertEquals(whole.contentHash(), split.contentHash());
    assertArrayEquals(whole.labels(), split.labels());
  }

  @Test
  void pixelsAreWrittenAtTheOffset() throws DataException {
    ImageSet images = ImageSet.of(new byte[] {1, 2, 3, 4}, new int[] {0, 1}, TWO, 1, 1, 2);
    byte[] into = new byte[4];
    images.pixels(1, into, 1);
    assertArrayEquals(new byte[] {0, 3, 4, 0}, into);
  }

  @Test
  void subsetOfASubsetNamesTheFirstSetsImages() {
    ImageSet images = SampleImages.noise(6, 3, 2, 2, 2, 2);
    ImageSet odd = images.subset(new int[] {5, 3, 1});
    ImageSet two = odd.subset(new int[] {2, 0});
    assertEquals("#1", two.name(0));
    assertEquals(images.label(5), two.label(1));
    assertArrayEquals(SampleImages.planes(images, 5), SampleImages.planes(two, 1));
    assertEquals(0, images.subset(new int[0]).size());
  }

  @Test
  void hashDependsOnPixelsLabelsAndOrder() {
    byte[] pixels = {1, 2, 3, 4};
    String hash = ImageSet.of(pixels, new int[] {0, 1}, TWO, 1, 1, 2).contentHash();
    // Independent: printf '\x01\x02\x03\x04\0\0\0\0\0\0\0\x01' | sha256sum
    assertEquals("33dfc95e20264620771e6803282896c52a0e89036938ce976d9ec16ff1db4523", hash);
    assertNotEquals(hash, ImageSet.of(pixels, new int[] {1, 1}, TWO, 1, 1, 2).contentHash());
    byte[] other = {1, 2, 3, 5};
    assertNotEquals(hash, ImageSet.of(other, new int[] {0, 1}, TWO, 1, 1, 2).contentHash());
    ImageSet turned = ImageSet.of(pixels, new int[] {0, 1}, TWO, 1, 1, 2).subset(new int[] {1, 0});
    assertNotEquals(hash, turned.contentHash());
  }

  @Test
  void labelsCannotBeChangedFromOutside() {
    ImageSet images = SampleImages.noise(4, 1, 1, 1, 2, 3);
    int[] before = images.labels();
    Arrays.fill(images.labels(), 7);
    assertArrayEquals(before, images.labels());
  }

  @Test
  void wrongLengthsAndLabelsAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> ImageSet.of(new byte[5], new int[] {0, 1}, TWO, 1, 1, 2));
    IllegalArgumentException label =
        assertThrows(
            IllegalArgumentException.class,
            () -> ImageSet.of(new byte[4], new int[] {0, 2}, TWO, 1, 1, 2));
    assertTrue(label.getMessage().contains("label 2 of #1 is not in [0, 2)"), label.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new ImageShape(3, 0, 32));
    assertThrows(IllegalArgumentException.class, () -> new ImageShape(3, 50_000, 50_000));
  }

  @Test
  void splitNeedsOneShapeAndLabelsAsTraining() {
    ImageSet small = SampleImages.noise(2, 3, 2, 2, 2, 1);
    ImageSet large = SampleImages.noise(2, 3, 3, 2, 2, 1);
    assertThrows(IllegalArgumentException.class, () -> DataSplit.of(small, large));
    LabelMap turned = new LabelMap(List.of("b", "a"));
    ImageSet test = ImageSet.of(new byte[24], new int[] {0, 1}, turned, 3, 2, 2);
    DataSplit split = DataSplit.of(small, test);
    assertEquals(TWO, split.test().labelMap());
    assertArrayEquals(new int[] {1, 0}, split.test().labels());
    ImageSet strange =
        ImageSet.of(new byte[24], new int[] {0, 1}, new LabelMap(List.of("a", "z")), 3, 2, 2);
    assertEquals(List.of("a", "z"), DataSplit.of(small, strange).test().labelMap().names());
    assertEquals(List.of("z"), strange.unknownTo(TWO).labelMap().names());
    assertArrayEquals(new int[] {0}, strange.unknownTo(TWO).labels());
  }

  @Test
  void normalFormsOfANameAreOneClass() {
    String composed = "caf\u00e9";
    ImageSet train =
        ImageSet.of(new byte[2], new int[] {0, 1}, new LabelMap(List.of(composed, "x")), 1, 1, 1);
    ImageSet test =
        ImageSet.of(new byte[1], new int[] {0}, new LabelMap(List.of("cafe\u0301")), 1, 1, 1);
    assertEquals(List.of(composed, "x"), DataSplit.of(train, test).test().labelMap().names());
    assertArrayEquals(new int[] {0}, DataSplit.of(train, test).test().labels());
  }

  @Test
  void classesOfASubsetAreCountedAnew() throws DataException {
    LabelMap all = new LabelMap(List.of("a", "b", "c"));
    ImageSet images =
        ImageSet.of(new byte[] {10, 20, 30, 40}, new int[] {2, 0, 1, 2}, all, 1, 1, 1);

    ImageSet kept = images.ofClasses(new LabelMap(List.of("c", "a")));

    assertArrayEquals(new int[] {0, 1, 0}, kept.labels());
    byte[] pixel = new byte[1];
    kept.pixels(2, pixel, 0);
    assertEquals(40, pixel[0]);
    assertEquals("#3", kept.name(2));
    LabelMap foreign = new LabelMap(List.of("a", "d"));
    assertThrows(IllegalArgumentException.class, () -> images.ofClasses(foreign));
  }
}
