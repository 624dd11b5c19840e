package arcface4j.cli;

import arcface4j.data.LabelMap;
import arcface4j.eval.Evaluation;
import arcface4j.eval.Interval;
import arcface4j.eval.Measure;
import arcface4j.train.DataSource;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The result of {@code evaluate --protocol}, for a person and as JSON.
 *
 * @param checkpoint the model
 * @param source the images
 * @param protocol {@code closed}, {@code gallery} or {@code open-set}, and what was done beside
 * @param labels the names of the measured classes
 * @param evaluation what was measured
 * @param intervals 95 % intervals of some of the measures; empty if none were asked for
 */
record ProtocolPage(
    Path checkpoint,
    DataSource source,
    String protocol,
    LabelMap labels,
    Evaluation evaluation,
    List<Interval> intervals) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> SHOWN_BY_CLASS = List.of("Recall@1", "MAP@R", "EER");

  private List<Measure> measures() {
    List<Measure> measures = new ArrayList<>(evaluation.retrieval().measures());
    measures.addAll(evaluation.verification().measures());
    return measures;
  }

  private Optional<Interval> interval(Measure measure) {
    return intervals.stream().filter(i -> i.name().equals(measure.name())).findFirst();
  }

  private List<Measure> ofClass(int label) {
    List<Measure> measures = new ArrayList<>(evaluation.retrieval().perClass().get(label));
    measures.addAll(evaluation.verification().perClass().getOrDefault(label, List.of()));
    return measures;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "%s on %s, protocol %s", checkpoint, source.dataset(), protocol);
    for (Measure measure : measures()) {
      line(text, "%s", MeasureLine.of(measure, bounds(measure)));
    }
    line(text, "");
    line(text, "%-16s%s", "class", columns(SHOWN_BY_CLASS));
    for (int label : evaluation.retrieval().perClass().keySet()) {
      line(text, "%-16s%s", labels.names().get(label), columns(shown(ofClass(label))));
    }
    return text.toString().stripTrailing();
  }

  private String bounds(Measure measure) {
    return interval(measure)
        .filter(interval -> !Double.isNaN(interval.low()))
        .map(i -> String.format(Locale.ROOT, " [%.4f, %.4f]", i.low(), i.high()))
        .orElse("");
  }

  private static List<String> shown(List<Measure> measures) {
    return SHOWN_BY_CLASS.stream()
        .map(name -> measures.stream().filter(m -> m.name().equals(name)).findFirst())
        .map(m -> m.map(found -> String.format(Locale.ROOT, "%.4f", found.value())).orElse("-"))
        .toList();
  }

  private static String columns(List<String> words) {
    StringBuilder columns = new StringBuilder();
    words.forEach(word -> columns.append(" %9s".formatted(word)));
    return columns.toString();
  }

  String json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("checkpoint", checkpoint.toString());
    json.put("dataset", source.dataset());
    json.put("protocol", protocol);
    json.put("description", evaluation.protocol().description());
    ArrayNode measures = json.putArray("measures");
    measures().forEach(measure -> add(measures, measure));
    ArrayNode classes = json.putArray("classes");
    for (int label : evaluation.retrieval().perClass().keySet()) {
      ObjectNode entry = classes.addObject().put("name", labels.names().get(label));
      ArrayNode own = entry.putArray("measures");
      ofClass(label).forEach(measure -> own.add(json(measure)));
    }
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void add(ArrayNode list, Measure measure) {
    ObjectNode json = json(measure);
    interval(measure)
        .ifPresent(
            interval ->
                json.putObject("interval95")
                    .put("low", interval.low())
                    .put("high", interval.high())
                    .put("samples", interval.samples())
                    .put("resampled", interval.resampled()));
    list.add(json);
  }

  private static ObjectNode json(Measure measure) {
    ObjectNode json = JSON.createObjectNode();
    json.put("name", measure.name()).put("value", measure.value()).put("n", measure.n());
    json.put("protocol", measure.protocol());
    if (!measure.reason().isEmpty()) {
      json.put("reason", measure.reason());
    }
    return json;
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
