package arcface4j.cli;

import arcface4j.data.ImageSet;
import arcface4j.report.ConditionGroup;
import arcface4j.train.BuildInfo;
import arcface4j.train.Checkpoint;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a reader of a report has to know of how its numbers came about.
 *
 * @param request what was asked for
 * @param tested the images that were measured
 * @param trainingImages how many there are in the data
 */
record ReportConditions(ReportCommand.Request request, ImageSet tested, int trainingImages) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DIRECTORY = "directory";
  private static final String ABSOLUTE = "(?s)(/|\\\\\\\\|[A-Za-z]:[/\\\\]).*";

  private Checkpoint checkpoint() {
    return request.model().checkpoint();
  }

  /** What has to be known first; may be empty. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (request.place().record().isEmpty()) {
      remarks.add(
          "Made of a checkpoint alone: the conditions below are those it was saved with, and there"
              + " are no learning curves. `arcface report RUN` shows those of a run's folder.");
    }
    if (!checkpoint().model().head().kind().isAngular()) {
      remarks.add(
          "The head is a plain softmax: it has no class centres on the sphere, so angles are those"
              + " to its rows of weights, without the bias.");
    }
    return remarks;
  }

  /** Those of this report, then those of the run, or else of the checkpoint. */
  List<ConditionGroup> groups() {
    List<ConditionGroup> groups = new ArrayList<>();
    groups.add(ofReport());
    if (request.place().record().isPresent()) {
      groups.addAll(ConditionGroup.of("run", withoutPlaces(request.place().record().get())));
    } else {
      groups.addAll(
          ConditionGroup.of("options", withoutPlaces(JSON.valueToTree(checkpoint().options()))));
      groups.addAll(ConditionGroup.of("model", JSON.valueToTree(checkpoint().model())));
    }
    return groups;
  }

  /** A page is shown to others, who are told what a folder is called but not where it lies. */
  static JsonNode withoutPlaces(JsonNode tree) {
    if (tree.isArray()) {
      ArrayNode list = JSON.createArrayNode();
      tree.forEach(value -> list.add(withoutPlaces(value)));
      return list;
    }
    if (tree.isObject()) {
      ObjectNode fields = JSON.createObjectNode();
      tree.properties()
          .forEach(
              field ->
                  fields.set(
                      field.getKey(),
                      field.getKey().equals(DIRECTORY)
                          ? lastName(field.getValue())
                          : withoutPlaces(field.getValue())));
      return fields;
    }
    return tree.isTextual() && tree.textValue().matches(ABSOLUTE) ? lastName(tree) : tree;
  }

  private static JsonNode lastName(JsonNode place) {
    return place.isTextual()
        ? TextNode.valueOf(
            place.textValue().replaceFirst("[/\\\\]+$", "").replaceFirst(".*[/\\\\]", ""))
        : place;
  }

  private ConditionGroup ofReport() {
    EvaluatedModel model = request.model();
    List<Map.Entry<String, String>> entries = new ArrayList<>();
    entries.add(Map.entry("checkpoint", model.file().getFileName().toString()));
    entries.add(Map.entry("epochs completed", String.valueOf(checkpoint().epoch())));
    entries.add(Map.entry("fingerprint", checkpoint().fingerprint()));
    entries.add(Map.entry("data set", model.source().name()));
    entries.add(Map.entry("test images", String.valueOf(tested.size())));
    entries.add(Map.entry("training images", String.valueOf(trainingImages)));
    entries.add(Map.entry("hash of the test images", tested.fingerprint()));
    entries.add(Map.entry("protocol", request.protocol()));
    entries.add(Map.entry("mirror images too", model.withMirrored() ? "yes" : "no"));
    entries.add(Map.entry("engine", model.compute().describe()));
    entries.add(Map.entry("seed of map and gallery", String.valueOf(request.options().seed())));
    entries.add(Map.entry("program", BuildInfo.current().describe()));
    return new ConditionGroup("this report", entries);
  }
}
