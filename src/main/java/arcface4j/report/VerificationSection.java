package arcface4j.report;

import arcface4j.eval.RocCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The ROC curve and the scores that it comes from. */
final class VerificationSection {

  private static final int POINTS_A_DECADE = 40;
  private static final int BINS = 100; // from the lowest cosine, rounded down, to 1
  private static final int TABLE_BINS = 10; // of ten bins each

  private final Findings findings;
  private final RocCurve roc;

  VerificationSection(Findings findings) {
    this.findings = findings;
    this.roc = findings.evaluation().verification().roc();
  }

  /** None where all pairs are of one kind. */
  List<Figure> figures() {
    return roc.same() == 0 || roc.different() == 0 ? List.of() : List.of(curve(), scores());
  }

  /** All measures with what they were taken over. */
  Table measures() {
    return new Table(
        "All measures, " + findings.evaluation().protocol().description(),
        List.of("measure", "value", "n", "remark"),
        findings.evaluation().measures().stream()
            .map(
                measure ->
                    Table.Row.of(
                        measure.name(),
                        Text.of(measure),
                        Text.count(measure.n()),
                        measure.reason()))
            .toList());
  }

  private Figure curve() {
    List<Double[]> points = new ArrayList<>();
    List<Table.Row> rows = new ArrayList<>();
    int decades = (int) Math.ceil(Math.log10(roc.different()));
    for (int i = -decades * POINTS_A_DECADE; i <= 0; i++) {
      double rate = Math.pow(10, (double) i / POINTS_A_DECADE);
      if (rate * roc.different() >= 1) {
        double accepted = roc.trueAcceptRateAt(rate);
        points.add(new Double[] {rate, accepted});
        if (i % POINTS_A_DECADE == 0) {
          rows.add(
              Table.Row.of(
                  String.format(Locale.ROOT, "%.0e", rate),
                  Text.fraction(accepted),
                  Text.number(roc.thresholdAt(rate))));
        }
      }
    }
    return new Figure(
        "chart-roc",
        "ROC: pairs of one class accepted, by false-accept rate",
        "A curve over false-accept rates on a logarithmic axis. %s".formatted(summary()),
        "half",
        new Chart.Lines(
            new Chart.Axis("false-accept rate", true, points.get(0)[0], 1.0),
            new Chart.Axis("true-accept rate", false, 0.0, 1.0),
            false,
            List.of(new Chart.Series("true-accept rate", points))),
        new Table("ROC", List.of("FAR", "TAR", "cosine threshold"), rows));
  }

  private String summary() {
    return "Area %s, equal error rate %s, over %s pairs of one class and %s of two."
        .formatted(
            Text.fraction(roc.area()),
            Text.fraction(roc.equalErrorRate()),
            Text.count(roc.same()),
            Text.count(roc.different()));
  }

  private Figure scores() {
    double low = Math.floor(10 * roc.threshold(roc.size() - 1)) / 10;
    Histogram same = new Histogram(low, 1, BINS);
    Histogram different = new Histogram(low, 1, BINS);
    for (int point = 1; point < roc.size(); point++) {
      // A threshold is the lower edge of its fine bin; rounding must not put it one bin lower.
      double score = roc.threshold(point) + 1e-9;
      same.add(score, roc.trueAcceptRate(point) - roc.trueAcceptRate(point - 1));
      different.add(score, roc.falseAcceptRate(point) - roc.falseAcceptRate(point - 1));
    }
    return new Figure(
        "chart-scores",
        "Cosines of pairs of one class and of two classes",
        "Two histograms. The less they overlap, the better pairs can be told apart: the equal"
            + " error rate is %s.".formatted(Text.fraction(roc.equalErrorRate())),
        "half",
        new Chart.Lines(
            new Chart.Axis("cosine", false, low, 1.0),
            Chart.Axis.of("% of pairs"),
            true,
            List.of(same.series("same class"), different.series("different classes"))),
        scoreTable(low, same, different));
  }

  private static Table scoreTable(double from, Histogram same, Histogram different) {
    List<Table.Row> rows = new ArrayList<>();
    for (int bin = 0; bin < TABLE_BINS; bin++) {
      double low = from + (1 - from) * bin / TABLE_BINS;
      double high = from + (1 - from) * (bin + 1) / TABLE_BINS;
      rows.add(
          Table.Row.of(
              String.format(Locale.ROOT, "%.3f to %.3f", low, high),
              Text.percent(same.share(low, high)),
              Text.percent(different.share(low, high))));
    }
    return new Table(
        "Shares of pairs by cosine", List.of("cosine", "same class", "different classes"), rows);
  }
}
