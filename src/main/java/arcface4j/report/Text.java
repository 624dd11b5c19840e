package arcface4j.report;

import arcface4j.eval.Measure;
import java.util.Locale;

/** Numbers as the page writes them, whatever the machine's language. */
final class Text {

  private Text() {}

  /** Four digits behind the point, as {@code evaluate} prints them. */
  static String of(Measure measure) {
    return measure.isDefined() ? fraction(measure.value()) : "undefined";
  }

  static String fraction(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
  }

  static String degrees(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f°", value);
  }

  static String cosine(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Six significant digits, without zeros that say nothing. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e9) {
      return String.valueOf((long) value);
    }
    return String.format(Locale.ROOT, "%.6g", value)
        .replaceAll("(\\.\\d*?)0+(e|$)", "$1$2")
        .replaceAll("\\.(e|$)", "$1");
  }
}
