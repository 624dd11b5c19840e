package arcface4j.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrincipalComponentsTest {

  @Test
  void pointsOfARectangleLieAlongItsLongerSide() {
    float[][] rows = {{5, 1, 7}, {5, 1, -1}, {5, 3, 7}, {5, 3, -1}};
    PrincipalComponents found = PrincipalComponents.of(rows);
    assertArrayEquals(new double[] {4, -1}, found.places()[0], 1e-9);
    assertArrayEquals(new double[] {-4, -1}, found.places()[1], 1e-9);
    assertArrayEquals(new double[] {4, 1}, found.places()[2], 1e-9);
    assertArrayEquals(new double[] {-4, 1}, found.places()[3], 1e-9);
    assertEquals(16.0 / 17, found.explained()[0], 1e-9);
    assertEquals(1.0 / 17, found.explained()[1], 1e-9);
  }

  @Test
  void equalRowsLieInOnePlace() {
    PrincipalComponents found = PrincipalComponents.of(new float[][] {{1, 2}, {1, 2}});
    assertArrayEquals(new double[] {0, 0}, found.places()[1]);
    assertArrayEquals(new double[] {0, 0}, found.explained());
  }

  @Test
  void widthOneHasNoSecondComponent() {
    PrincipalComponents found = PrincipalComponents.of(new float[][] {{1}, {3}});
    assertArrayEquals(new double[] {1, 0}, found.places()[1], 1e-12);
    assertArrayEquals(new double[] {1, 0}, found.explained(), 1e-12);
  }
}
