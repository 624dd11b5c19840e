package arcface4j.report;

import arcface4j.eval.CentreAngles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.stat.StatUtils;

/** How far images are from the centre of their class, and from the nearest of another class. */
final class AngleSection {

  private static final int STRAIGHT = 180; // degrees
  private static final int TABLE_BIN = 10; // degrees

  private final CentreAngles angles;

  AngleSection(Findings findings) {
    this.angles = findings.angles();
  }

  /** Histograms in bins of a degree; none where no class has a centre with a direction. */
  List<Figure> figures() {
    DoubleSummaryStatistics range = range();
    if (range.getCount() == 0) {
      return List.of();
    }
    int low = TABLE_BIN * (int) (range.getMin() / TABLE_BIN);
    int high = Math.min(STRAIGHT, TABLE_BIN * (1 + (int) (range.getMax() / TABLE_BIN)));
    Histogram target = Histogram.of(angles.target(), low, high, high - low);
    Histogram other = Histogram.of(angles.nearestOther(), low, high, high - low);
    return List.of(
        new Figure(
            "chart-angles",
            "Angles to the centre of the own class and to the nearest other",
            summary(),
            "wide",
            new Chart.Lines(
                new Chart.Axis("angle in degrees", false, (double) low, (double) high),
                Chart.Axis.of("% of images"),
                true,
                List.of(target.series("own class"), other.series("nearest other class"))),
            table(target, other)));
  }

  /** From the smallest to the largest angle. */
  private DoubleSummaryStatistics range() {
    return DoubleStream.concat(Arrays.stream(angles.target()), Arrays.stream(angles.nearestOther()))
        .filter(Double::isFinite)
        .summaryStatistics();
  }

  private String summary() {
    long nearer = 0;
    for (int row = 0; row < angles.size(); row++) {
      nearer += angles.target()[row] < angles.nearestOther()[row] ? 1 : 0;
    }
    return ("Two histograms. The median angle to the own class's centre is %s, to the nearest other"
            + " one %s; %s of %s images are nearest to their own.")
        .formatted(
            Text.degrees(median(angles.target())),
            Text.degrees(median(angles.nearestOther())),
            Text.count(nearer),
            Text.count(angles.size()));
  }

  /** NaN if there are no values. */
  private static double median(double[] values) {
    return StatUtils.percentile(Arrays.stream(values).filter(Double::isFinite).toArray(), 50);
  }

  private static Table table(Histogram target, Histogram other) {
    List<Table.Row> rows = new ArrayList<>();
    for (int from = 0; from < STRAIGHT; from += TABLE_BIN) {
      double own = target.share(from, from + TABLE_BIN);
      double nearest = other.share(from, from + TABLE_BIN);
      if (own + nearest > 0) {
        rows.add(
            Table.Row.of(
                from + "° to " + (from + TABLE_BIN) + "°",
                Text.percent(own),
                Text.percent(nearest)));
      }
    }
    return new Table(
        "Shares of images by angle", List.of("angle", "own class", "nearest other class"), rows);
  }
}
