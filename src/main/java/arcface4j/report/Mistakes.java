package arcface4j.report;

import arcface4j.eval.CentreAngles;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The images that the head is most surely wrong about: taken for another class, and the farther
 * from their own class's centre than from the nearest other one, the harder.
 */
final class Mistakes {

  private final Findings findings;
  private final int most;

  Mistakes(Findings findings, ReportOptions options) {
    this.findings = findings;
    this.most = options.mistakes();
  }

  /** How many there are in all. */
  long count() {
    return wrong().count();
  }

  private IntStream wrong() {
    return IntStream.range(0, findings.size())
        .filter(row -> findings.predictions()[row] != findings.truth(row));
  }

  List<Picture> hardest() {
    return wrong()
        .boxed()
        .sorted(Comparator.comparingDouble(this::gap).reversed())
        .limit(most)
        .map(this::picture)
        .toList();
  }

  /** Degrees; NaN, where a class has no centre, comes last. */
  private double gap(int row) {
    CentreAngles angles = findings.angles();
    double gap = angles.target()[row] - angles.nearestOther()[row];
    return Double.isNaN(gap) ? Double.NEGATIVE_INFINITY : gap;
  }

  private Picture picture(int row) {
    CentreAngles angles = findings.angles();
    String truth = findings.className(findings.truth(row));
    String taken = findings.className(findings.predictions()[row]);
    return new Picture(
        DataUri.of(findings.queries().picture(row)),
        "%s taken for %s, %s".formatted(truth, taken, findings.queries().name(row)),
        "wrong",
        List.of(truth + " " + Text.degrees(angles.target()[row]), "as " + taken + nearest(row)));
  }

  /** The angle to the class it was taken for, where that is the nearest other one. */
  private String nearest(int row) {
    CentreAngles angles = findings.angles();
    return angles.nearestOtherClass()[row] == findings.predictions()[row]
        ? " " + Text.degrees(angles.nearestOther()[row])
        : "";
  }
}
