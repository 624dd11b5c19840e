package arcface4j.cli;

import arcface4j.eval.Measure;
import java.util.Locale;

/** One measured number for a person, with what it was measured on. */
final class MeasureLine {

  private MeasureLine() {}

  static String of(Measure measure) {
    return of(measure, "");
  }

  /** With something between the value and the conditions, such as an interval. */
  static String of(Measure measure, String between) {
    String reason = measure.reason().isEmpty() ? "" : "; " + measure.reason();
    return String.format(
        Locale.ROOT,
        "%s: %.4f%s (n = %d; %s%s)",
        measure.name(),
        measure.value(),
        between,
        measure.n(),
        measure.protocol(),
        reason);
  }
}
