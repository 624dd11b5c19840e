package arcface4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CentreAnglesTest {

  private static final double TOLERANCE = 1e-4; // degrees; embeddings are float32

  @Test
  void anglesInThePlaneAreThoseOfTheDrawing() {
    EmbeddingSet images = EmbeddingSet.of(new float[] {2, 0, 0, 3}, 2, new int[] {0, 0});
    CentreAngles angles = CentreAngles.of(images, new float[] {5, 0, 1, 1, -1, 0}, 3);
    assertEquals(0, angles.target()[0], TOLERANCE);
    assertEquals(45, angles.nearestOther()[0], TOLERANCE);
    assertEquals(90, angles.target()[1], TOLERANCE);
    assertEquals(45, angles.nearestOther()[1], TOLERANCE);
    assertEquals(1, angles.nearestOtherClass()[1]);
  }

  @Test
  void theNearestOfSeveralCentresCounts() {
    EmbeddingSet images = EmbeddingSet.of(new float[] {1, 0}, 2, new int[] {1});
    // Class 0: 90 and 180 degrees away; class 1: 135 and 45.
    float[] centres = {0, 1, -1, 0, -1, 1, 1, 1};
    CentreAngles angles = CentreAngles.of(images, centres, 2);
    assertEquals(45, angles.target()[0], TOLERANCE);
    assertEquals(90, angles.nearestOther()[0], TOLERANCE);
  }

  @Test
  void randomCentresGiveWhatTheDefinitionGives() {
    Random random = new Random(5);
    int width = 7;
    int classes = 5;
    int each = 3;
    int[] labels = random.ints(31, 0, classes).toArray();
    float[] rows = gaussian(random, labels.length * width);
    float[] centres = gaussian(random, classes * each * width);
    CentreAngles angles = CentreAngles.of(EmbeddingSet.of(rows, width, labels), centres, classes);
    for (int row = 0; row < labels.length; row++) {
      double target = 180;
      double other = 180;
      for (int centre = 0; centre < classes * each; centre++) {
        double angle = angle(rows, row, centres, centre, width);
        if (centre / each == labels[row]) {
          target = Math.min(target, angle);
        } else {
          other = Math.min(other, angle);
        }
      }
      assertEquals(target, angles.target()[row], TOLERANCE);
      assertEquals(other, angles.nearestOther()[row], TOLERANCE);
    }
  }

  private static float[] gaussian(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static double angle(float[] a, int rowOfA, float[] b, int rowOfB, int width) {
    double dot = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int d = 0; d < width; d++) {
      double x = a[rowOfA * width + d];
      double y = b[rowOfB * width + d];
      dot += x * y;
      squaresOfA += x * x;
      squaresOfB += y * y;
    }
    return Math.toDegrees(Math.acos(dot / Math.sqrt(squaresOfA) / Math.sqrt(squaresOfB)));
  }

  @Test
  void aCentreOfLengthZeroIsNearToNobody() {
    EmbeddingSet images = EmbeddingSet.of(new float[] {1, 0, 0, 1}, 2, new int[] {0, 1});
    CentreAngles angles = CentreAngles.of(images, new float[] {0, 0, 0, 1}, 2);
    assertTrue(Double.isNaN(angles.target()[0]));
    assertEquals(90, angles.nearestOther()[0], TOLERANCE);
    assertTrue(Double.isNaN(angles.nearestOther()[1]));
    assertEquals(-1, angles.nearestOtherClass()[1]);
  }

  @Test
  void centresOfAnotherWidthAreRefused() {
    EmbeddingSet images = EmbeddingSet.of(new float[] {1, 0}, 2, new int[] {0});
    assertThrows(IllegalArgumentException.class, () -> CentreAngles.of(images, new float[3], 1));
    assertThrows(IllegalArgumentException.class, () -> CentreAngles.of(images, new float[] {}, 2));
  }
}
