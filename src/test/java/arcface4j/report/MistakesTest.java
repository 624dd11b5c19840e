package arcface4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MistakesTest {

  private static final Findings FINDINGS = SampleFindings.of(40);

  @Test
  void theHardestComeFirst() {
    ReportOptions two = new ReportOptions(MapMethod.PCA, 30, 1, 12, 8, 2);
    List<Picture> hardest = new Mistakes(FINDINGS, two).hardest();

    double[] gaps = wrong().mapToDouble(MistakesTest::gap).sorted().toArray();
    assertTrue(gaps.length > 2, "of two there is nothing to choose");
    assertEquals(2, hardest.size());
    assertTrue(hardest.get(0).alternative().endsWith(", " + file(gaps[gaps.length - 1])));
    assertTrue(hardest.get(1).alternative().endsWith(", " + file(gaps[gaps.length - 2])));
  }

  private static IntStream wrong() {
    return IntStream.range(0, 40).filter(row -> FINDINGS.predictions()[row] != FINDINGS.truth(row));
  }

  private static double gap(int row) {
    return FINDINGS.angles().target()[row] - FINDINGS.angles().nearestOther()[row];
  }

  private static String file(double gap) {
    int[] rows = wrong().filter(row -> gap(row) == gap).toArray();
    assertEquals(1, rows.length, Arrays.toString(rows));
    return FINDINGS.queries().name(rows[0]);
  }
}
