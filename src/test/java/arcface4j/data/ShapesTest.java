package arcface4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.io.DataException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapesTest {

  @Test
  void classesComeInTurnsWithTheirNames() throws IOException {
    ImageSet images = Shapes.generate(10, 3, 32, 1);
    assertEquals(30, images.size());
    assertEquals(new ImageShape(3, 32, 32), images.shape());
    assertEquals(List.of("circle", "square"), images.labelMap().names().subList(0, 2));
    for (int i = 0; i < 30; i++) {
      assertEquals(i % 10, images.label(i));
    }
    assertEquals("square#2", images.name(21));
  }

  @ParameterizedTest
  @CsvSource({"1, 16", "7, 32", "10, 33", "11, 32", "100, 24", "101, 32", "1000, 32"})
  void anyNumberOfClassesAndSizeIsDrawn(int classes, int size) throws IOException {
    ImageSet images = Shapes.generate(classes, 1, size, 3);
    assertEquals(classes, images.labelMap().size());
    assertArrayEquals(IntStream.range(0, classes).toArray(), images.labels());
    assertEquals(size, images.height());
  }

  @Test
  void seedDecidesAndLaterImagesDoNotChangeEarlierOnes() throws IOException {
    ImageSet images = Shapes.generate(10, 2, 32, 4);
    assertEquals(images.contentHash(), Shapes.generate(10, 2, 32, 4).contentHash());
    assertNotEquals(images.contentHash(), Shapes.generate(10, 2, 32, 5).contentHash());
    ImageSet more = Shapes.generate(10, 5, 32, 4);
    int[] first = IntStream.range(0, 20).toArray();
    assertEquals(images.contentHash(), more.subset(first).contentHash());
  }

  @Test
  void trainingAndTestImagesDiffer() throws IOException {
    DataSplit data = Shapes.split(10, 2, 2, 32, 4);
    assertEquals(20, data.train().size());
    assertNotEquals(data.train().contentHash(), data.test().contentHash());
    assertEquals(data.test().contentHash(), Shapes.split(10, 9, 2, 32, 4).test().contentHash());
  }

  @Test
  void pixelsAloneDoNotTellTheClassesApart() throws IOException {
    DataSplit data = Shapes.split(10, 200, 20, 32, 7);
    float[][] train = floats(data.train());
    float[][] test = floats(data.test());
    double byMean = accuracy(classMeans(train, data.train()), identity(10), test, data.test());
    double byNeighbour = accuracy(train, data.train().labels(), test, data.test());
    assertTrue(byMean < 0.35, "nearest class mean: " + byMean);
    assertTrue(byNeighbour < 0.35, "nearest neighbour: " + byNeighbour);
  }

  private static int[] identity(int size) {
    return IntStream.range(0, size).toArray();
  }

  private static float[][] floats(ImageSet images) {
    Normalization normalization = SampleImages.normalization(images);
    float[][] floats = new float[images.size()][images.shape().values()];
    for (int i = 0; i < floats.length; i++) {
      normalization.apply(SampleImages.planes(images, i), floats[i], 0);
    }
    return floats;
  }

  private static float[][] classMeans(float[][] rows, ImageSet images) {
    float[][] means = new float[images.labelMap().size()][rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      for (int at = 0; at < rows[i].length; at++) {
        means[images.label(i)][at] += rows[i][at] * means.length / rows.length;
      }
    }
    return means;
  }

  private static double accuracy(
      float[][] references, int[] labels, float[][] queries, ImageSet images) {
    int hits = 0;
    for (int i = 0; i < queries.length; i++) {
      hits += labels[nearest(references, queries[i])] == images.label(i) ? 1 : 0;
    }
    return (double) hits / queries.length;
  }

  private static int nearest(float[][] references, float[] query) {
    int best = 0;
    float bestDistance = Float.MAX_VALUE;
    for (int i = 0; i < references.length; i++) {
      float distance = 0;
      for (int at = 0; at < query.length && distance < bestDistance; at++) {
        float difference = references[i][at] - query[at];
        distance += difference * difference;
      }
      if (distance < bestDistance) {
        bestDistance = distance;
        best = i;
      }
    }
    return best;
  }

  @Test
  void numbersOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Shapes.generate(0, 1, 32, 1));
    assertThrows(IllegalArgumentException.class, () -> Shapes.generate(1001, 1, 32, 1));
    assertThrows(IllegalArgumentException.class, () -> Shapes.generate(10, 0, 32, 1));
    assertThrows(IllegalArgumentException.class, () -> Shapes.generate(10, 1, 15, 1));
    assertThrows(DataException.class, () -> Shapes.generate(1000, 2_000_000, 32, 1));
  }

  @Test
  void noClassIsTheMirrorImageOfAnother() {
    for (Filling one : Filling.values()) {
      Arrays.stream(Filling.values())
          .filter(other -> other != one)
          .forEach(other -> assertTrue(!mirrors(one, other), one + " mirrored is " + other));
    }
  }

  /** Whether one filling of the square, seen in a mirror, is the other. */
  private static boolean mirrors(Filling one, Filling other) {
    for (double y = -0.75; y < 0.8; y += 0.05) {
      for (double x = -0.75; x < 0.8; x += 0.05) {
        if (one.within(Outline.SQUARE).contains(-x, y)
            != other.within(Outline.SQUARE).contains(x, y)) {
          return false;
        }
      }
    }
    return true;
  }
}
