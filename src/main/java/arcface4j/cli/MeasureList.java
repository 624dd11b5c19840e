package arcface4j.cli;

import arcface4j.eval.Bootstrap;
import arcface4j.eval.Evaluation;
import arcface4j.eval.Interval;
import arcface4j.eval.Measure;
import arcface4j.eval.VerificationReport;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Measures for a person and as JSON, each with its n, its protocol and perhaps its interval.
 *
 * @param measures in the order in which they are shown
 * @param intervals 95 % intervals of some of them; empty if none were asked for
 */
record MeasureList(List<Measure> measures, List<Interval> intervals) {

  private static final Bootstrap BOOTSTRAP = new Bootstrap(1000, 1);

  /** Retrieval, then verification. */
  static MeasureList of(Evaluation evaluation, boolean confidence) {
    List<Interval> intervals = new ArrayList<>();
    if (confidence) {
      intervals.addAll(evaluation.retrieval().intervals(BOOTSTRAP));
      intervals.addAll(evaluation.verification().intervals(BOOTSTRAP));
    }
    return new MeasureList(evaluation.measures(), intervals);
  }

  static MeasureList of(VerificationReport report, boolean confidence) {
    return new MeasureList(report.measures(), confidence ? report.intervals(BOOTSTRAP) : List.of());
  }

  private Optional<Interval> known(Measure measure) {
    return intervals.stream()
        .filter(interval -> interval.name().equals(measure.name()))
        .filter(interval -> !Double.isNaN(interval.low()))
        .findFirst();
  }

  /** A line for each. */
  String text() {
    return String.join("\n", measures.stream().map(m -> MeasureLine.of(m, bounds(m))).toList());
  }

  private String bounds(Measure measure) {
    return known(measure)
        .map(i -> String.format(Locale.ROOT, " [%.4f, %.4f]", i.low(), i.high()))
        .orElse("");
  }

  ArrayNode json() {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    measures.forEach(measure -> list.add(json(measure)));
    return list;
  }

  /** JSON has no NaN: an undefined measure is null. */
  static Double orNull(Measure measure) {
    return measure.isDefined() ? measure.value() : null;
  }

  private ObjectNode json(Measure measure) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", measure.name()).put("value", orNull(measure)).put("n", measure.n());
    json.put("protocol", measure.protocol());
    if (!measure.reason().isEmpty()) {
      json.put("reason", measure.reason());
    }
    known(measure)
        .ifPresent(
            interval ->
                json.putObject("interval95")
                    .put("low", interval.low())
                    .put("high", interval.high())
                    .put("samples", interval.samples())
                    .put("resampled", interval.resampled()));
    return json;
  }
}
