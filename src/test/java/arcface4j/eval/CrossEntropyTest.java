package arcface4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CrossEntropyTest {

  private static final float LN_3 = 1.0986123f;

  /** Odds of 1 to 3. */
  @Test
  void oneRowIsTheLogarithmOfItsLabelsProbability() {
    assertEquals(Math.log(4 / 3.0), CrossEntropy.mean(new float[] {0, LN_3}, new int[] {1}), 1e-7);
  }

  @Test
  void severalRowsAreTheirMean() {
    float[] logits = {0, LN_3, 0, LN_3};
    double mean = (Math.log(4 / 3.0) + Math.log(4)) / 2;
    assertEquals(mean, CrossEntropy.mean(logits, new int[] {1, 0}), 1e-7);
  }

  @Test
  void largeLogitsDoNotOverflow() {
    assertEquals(2000, CrossEntropy.mean(new float[] {1000, -1000}, new int[] {1}), 1e-9);
  }
}
