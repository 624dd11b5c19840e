package arcface4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.head.BatchOutcome;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChanceTestTest {

  /** 1,000 images, 100 of each class, so chance is 0.1 and a standard error 0.0095. */
  private static ChanceTest test(int right) {
    int[] labels = IntStream.range(0, 1000).map(i -> i % 10).toArray();
    int[] predictions = IntStream.range(0, 1000).map(i -> i < right ? i % 10 : 11).toArray();
    EpochTotals totals = new EpochTotals();
    totals.add(labels, new BatchOutcome(1, predictions, predictions));
    return ChanceTest.of(totals, 10);
  }

  @Test
  void chanceAndThreeStandardErrorsAreNotEnough() {
    assertEquals(0.1 + 3 * Math.sqrt(0.1 * 0.9 / 1000), test(100).bound(), 1e-12);
    assertFalse(test(100).passed());
    assertFalse(test(128).passed());
    assertTrue(test(129).passed());
  }

  @Test
  void alwaysTheMostFrequentClassIsChance() {
    EpochTotals totals = new EpochTotals();
    int[] zeros = new int[5];
    totals.add(new int[] {0, 0, 0, 0, 1}, new BatchOutcome(1, zeros, zeros));
    assertEquals(0.8, ChanceTest.of(totals, 2).chance());
    assertFalse(ChanceTest.of(totals, 2).passed());
  }
}
