package arcface4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Two images, then one. */
class EpochTotalsTest {

  private final EpochTotals totals =
      SampleTotals.with(new int[] {0, 1}, new int[] {0, 0}, new int[] {0, 1}, 3)
          .and(new int[] {2}, new int[] {1}, new int[] {0}, 1.5)
          .totals();

  @Test
  void everyImageCountsTheSameInTheLoss() {
    assertEquals((3 + 3 + 1.5) / 3, totals.meanLoss());
    assertEquals((3 + 1.5) / 3, totals.originalLoss());
  }

  @Test
  void theAccuracyIsThatWithoutTheMargin() {
    assertEquals(2.0 / 3, totals.accuracy());
  }

  @Test
  void theImagesStayInTheirOrder() {
    assertEquals(2, totals.batches());
    assertEquals(3, totals.images());
    assertArrayEquals(new int[] {0, 1, 2}, totals.labels());
    assertArrayEquals(new int[] {0, 0, 1}, totals.predictedWithMargin());
    assertArrayEquals(new int[] {0, 1, 0}, totals.predictedMarginFree());
  }
}
