package arcface4j.cli;

import arcface4j.data.LabelMap;
import arcface4j.eval.ClassMeasures;
import arcface4j.eval.ClassificationReport;
import arcface4j.train.DataSource;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The result of {@code evaluate}, for a person and as JSON.
 *
 * @param checkpoint the model
 * @param source the images
 * @param size how many they were
 * @param withMirrored whether each image was looked at with its mirror image
 * @param labels the classes' names
 * @param report what was measured of the head
 * @param originalAccuracy what the original program prints as acc; empty for a head without margin
 * @param measures retrieval and verification of the features; empty for a single image
 */
record EvaluationPage(
    Path checkpoint,
    DataSource source,
    int size,
    boolean withMirrored,
    LabelMap labels,
    ClassificationReport report,
    OptionalDouble originalAccuracy,
    MeasureList measures) {

  /** Added to the name of a protocol. */
  static final String WITH_MIRRORED = ", features averaged with those of the mirror image";

  private static final String ORIGINAL =
      "weighted F1 with the margin on the label's class; no accuracy";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WIDEST_MATRIX = 20;

  String text() {
    StringBuilder text = new StringBuilder();
    line(
        text,
        "%s on %d test images of %s, margin-free%s",
        checkpoint,
        size,
        source.name(),
        withMirrored ? WITH_MIRRORED : "");
    line(text, "accuracy: %.4f", report.accuracy().value());
    originalAccuracy.ifPresent(
        value -> line(text, "acc of the original program: %.4f (%s)", value, ORIGINAL));
    line(
        text,
        "macro F1: %.4f, weighted F1: %.4f",
        report.macro().f1().orZero(),
        report.weighted().f1().orZero());
    line(text, "");
    line(text, "%-16s %9s %9s %9s %9s", "class", "precision", "recall", "F1", "images");
    for (ClassMeasures measures : report.classes()) {
      line(
          text,
          "%-16s %9.4f %9.4f %9.4f %9d",
          labels.names().get(measures.label()),
          measures.precision().value(),
          measures.recall().value(),
          measures.f1().value(),
          measures.support());
    }
    reasons().forEach(reason -> line(text, "NaN: %s", reason));
    matrix(text);
    line(text, "");
    line(text, "%s", measures.text());
    return text.toString().stripTrailing();
  }

  private List<String> reasons() {
    return report.classes().stream()
        .flatMap(
            each ->
                Stream.of(each.precision(), each.recall(), each.f1())
                    .filter(measure -> !measure.isDefined())
                    .map(measure -> labels.names().get(each.label()) + ": " + measure.reason()))
        .toList();
  }

  private void matrix(StringBuilder text) {
    int[] classes = report.confusion().classes();
    line(text, "");
    if (classes.length > WIDEST_MATRIX) {
      line(text, "The confusion matrix of %d classes is in --json.", classes.length);
      return;
    }
    line(text, "confusion matrix: a row is the truth, a column the prediction");
    StringBuilder head = new StringBuilder("%16s".formatted(""));
    for (int column : classes) {
      head.append("%7s".formatted(shortName(column)));
    }
    line(text, "%s", head);
    for (int row : classes) {
      StringBuilder counts = new StringBuilder("%-16s".formatted(labels.names().get(row)));
      for (int column : classes) {
        counts.append("%7d".formatted(report.confusion().count(row, column)));
      }
      line(text, "%s", counts);
    }
  }

  private String shortName(int label) {
    String name = labels.names().get(label);
    return name.substring(0, Math.min(6, name.length()));
  }

  String json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("checkpoint", checkpoint.toString());
    json.put("dataset", source.name());
    json.put("images", size);
    json.put(
        "protocol",
        "margin-free argmax of the head's logits" + (withMirrored ? WITH_MIRRORED : ""));
    json.put("accuracy", report.accuracy().value());
    originalAccuracy.ifPresent(value -> json.put("original_accuracy", value));
    json.put("macro_f1", report.macro().f1().orZero());
    json.put("weighted_f1", report.weighted().f1().orZero());
    ArrayNode classes = json.putArray("classes");
    for (ClassMeasures measures : report.classes()) {
      classes
          .addObject()
          .put("name", labels.names().get(measures.label()))
          .put("precision", MeasureList.orNull(measures.precision()))
          .put("recall", MeasureList.orNull(measures.recall()))
          .put("f1", MeasureList.orNull(measures.f1()))
          .put("images", measures.support());
    }
    json.set("measures", measures.json());
    json.set("confusion_classes", JSON.valueToTree(report.confusion().classes()));
    json.set("confusion", JSON.valueToTree(report.confusion().counts()));
    return json.toPrettyString() + "\n";
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
