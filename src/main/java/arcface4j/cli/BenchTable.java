package arcface4j.cli;

import arcface4j.bench.BenchRow;
import arcface4j.bench.StepPart;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The rows of {@code bench} for a person; shares are per cent of a step's time. */
final class BenchTable {

  private static final String COLUMNS = "%-7s %-4s %-5s %5s %3s %9s %9s %8s %6s  ";

  private BenchTable() {}

  static String header() {
    return row("engine", "prec", "phase", "batch", "thr", "median s", "img/s", "RSS MB", "peak %")
        + Arrays.stream(StepPart.values())
            .map(part -> cell(part, title(part)))
            .collect(Collectors.joining(" "));
  }

  static String line(BenchRow row) {
    return row(
            row.engine(),
            row.precision(),
            row.phase(),
            row.batch(),
            row.threads(),
            number("%.4f", row.medianSeconds()),
            number("%.1f", row.imagesPerSecond()),
            number("%.0f", row.peakResidentMb()),
            percent(row.peakShare()))
        + Arrays.stream(StepPart.values())
            .map(part -> cell(part, percent(row.shares().get(part.label()))))
            .collect(Collectors.joining(" "));
  }

  private static String row(Object... cells) {
    return String.format(Locale.ROOT, COLUMNS, cells);
  }

  private static String cell(StepPart part, String text) {
    return ("%" + title(part).length() + "s").formatted(text);
  }

  private static String title(StepPart part) {
    return part.label().replace('_', ' ');
  }

  private static String percent(Double share) {
    return number("%.1f", share == null ? null : 100 * share);
  }

  /** What was not measured is a dash. */
  private static String number(String format, Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }
}
