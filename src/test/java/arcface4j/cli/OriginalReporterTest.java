package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import arcface4j.train.EpochReport;
import arcface4j.train.EpochScores;
import arcface4j.train.EpochTotals;
import arcface4j.train.SampleTotals;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OriginalReporterTest {

  /**
   * Class 0 is predicted twice and class 1 twice; their F1 are 4/5 and 2/3, so "acc" is 11/15. It
   * would be 1 without the margin, and 23/30 with the labels taken as truth. The loss is (2 + 1) /
   * 4.
   */
  @Test
  void anEpochsLineHasTheOriginalsFigures() {
    EpochTotals totals =
        SampleTotals.with(new int[] {0, 0, 0}, new int[] {0, 0, 1}, new int[] {0, 0, 0}, 2)
            .and(new int[] {1}, new int[] {1}, new int[] {1}, 1)
            .totals();
    EpochScores scores =
        new EpochScores(
            EpochScores.Score.NONE,
            EpochScores.Score.ofAccuracy(0.625),
            new EpochScores.Original(0.5, 0.125));
    assertEquals(
        "epoch:   1, train acc: 0.733333, train loss: 0.75    , test acc: 0.5     ,"
            + " test loss: 0.125   , margin-free test acc: 0.6250",
        printed(new EpochReport(1, totals, scores, 1, 0.1)).strip());
  }

  private static String printed(EpochReport report) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    new OriginalReporter(new Console(stream, stream)).epochDone(report);
    return out.toString(StandardCharsets.UTF_8);
  }
}
