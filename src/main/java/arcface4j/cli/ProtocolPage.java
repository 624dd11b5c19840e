package arcface4j.cli;

import arcface4j.data.LabelMap;
import arcface4j.eval.Evaluation;
import arcface4j.eval.Measure;
import arcface4j.train.DataSource;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * The result of {@code evaluate --protocol}, for a person and as JSON.
 *
 * @param checkpoint the model
 * @param source the images
 * @param protocol {@code closed}, {@code gallery} or {@code open-set}, and what was done beside
 * @param labels the names of the measured classes
 * @param evaluation what was measured
 * @param measures over all queries and pairs
 */
record ProtocolPage(
    Path checkpoint,
    DataSource source,
    String protocol,
    LabelMap labels,
    Evaluation evaluation,
    MeasureList measures) {

  private static final List<String> SHOWN_BY_CLASS = List.of("Recall@1", "MAP@R", "EER");

  /** Retrieval, then verification, of each class that has queries. */
  private SortedMap<Integer, List<Measure>> perClass() {
    SortedMap<Integer, List<Measure>> classes = evaluation.retrieval().perClass();
    classes.replaceAll((label, retrieved) -> withVerification(label, retrieved));
    return classes;
  }

  private List<Measure> withVerification(int label, List<Measure> retrieved) {
    List<Measure> measures = new ArrayList<>(retrieved);
    measures.addAll(evaluation.verification().perClass().getOrDefault(label, List.of()));
    return measures;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    line(text, "%s on %s, protocol %s", checkpoint, source.name(), protocol);
    line(text, "%s", measures.text());
    line(text, "");
    line(text, "%-16s%s %9s", "class", columns(SHOWN_BY_CLASS), "queries");
    Set<String> reasons = new LinkedHashSet<>();
    perClass()
        .forEach(
            (label, measures) -> {
              List<Measure> shown = shown(measures);
              shown.forEach(measure -> reasons.add(measure.reason()));
              line(text, "%-16s%s %9d", name(label), columns(values(shown)), queries(label));
            });
    reasons.remove("");
    reasons.forEach(reason -> line(text, "NaN: %s", reason));
    return text.toString().stripTrailing();
  }

  private String name(int label) {
    return labels.names().get(label);
  }

  private long queries(int label) {
    return IntStream.of(evaluation.retrieval().queryLabels()).filter(l -> l == label).count();
  }

  private static List<Measure> shown(List<Measure> measures) {
    return measures.stream().filter(m -> SHOWN_BY_CLASS.contains(m.name())).toList();
  }

  private static List<String> values(List<Measure> measures) {
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
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("checkpoint", checkpoint.toString());
    json.put("dataset", source.name());
    json.put("protocol", protocol);
    json.put("description", evaluation.protocol().description());
    json.set("measures", measures.json());
    ArrayNode classes = json.putArray("classes");
    perClass()
        .forEach(
            (label, measures) ->
                classes
                    .addObject()
                    .put("name", name(label))
                    .set("measures", new MeasureList(measures, List.of()).json()));
    return json.toPrettyString() + "\n";
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
