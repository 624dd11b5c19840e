package arcface4j.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Of eight images, class by class in turn, the first class is taken for the second twice. */
class ConfusionSectionTest {

  private static final String FIRST = SampleFindings.NAMES.get(0);
  private static final String SECOND = SampleFindings.NAMES.get(1);

  private final ConfusionSection section =
      new ConfusionSection(SampleFindings.predicted(1, 1, 2, 3, 1, 0, 2, 3));
  private final Figure figure = section.figures().get(0);

  @Test
  void rowsAreTheTruthAndColumnsThePrediction() {
    Chart.Matrix chart = (Chart.Matrix) figure.chart();
    assertEquals(SampleFindings.NAMES, chart.names());
    assertArrayEquals(
        new long[][] {{0, 2, 0, 0}, {1, 1, 0, 0}, {0, 0, 2, 0}, {0, 0, 0, 2}}, chart.counts());
    assertEquals(Table.Row.of(FIRST, "0", "2", "0", "0"), figure.table().rows().get(0));
    assertEquals(Table.Row.of(SECOND, "1", "1", "0", "0"), figure.table().rows().get(1));
  }

  @Test
  void theMostFrequentConfusionIsNamedFromTruthToPrediction() {
    assertEquals(
        List.of(
            Table.Row.of(FIRST + " → " + SECOND, "2"), Table.Row.of(SECOND + " → " + FIRST, "1")),
        section.confusionTable().rows());
    assertTrue(
        figure.summary().endsWith(FIRST + " taken for " + SECOND + ", 2 times."), figure.summary());
  }
}
