package arcface4j.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Conditions that belong together, as names and values.
 *
 * @param name of the group
 * @param entries in their order
 */
public record ConditionGroup(String name, List<Map.Entry<String, String>> entries) {

  /**
   * Groups from JSON: one for each object at the top, one of this name for all else there. What is
   * nested deeper is named by its path.
   */
  public static List<ConditionGroup> of(String name, JsonNode json) {
    List<ConditionGroup> groups = new ArrayList<>();
    ConditionGroup rest = new ConditionGroup(name, new ArrayList<>());
    groups.add(rest);
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (field.getValue().isObject()) {
        ConditionGroup group = new ConditionGroup(name + ": " + field.getKey(), new ArrayList<>());
        group.addAll("", field.getValue());
        groups.add(group);
      } else {
        rest.addAll(field.getKey(), field.getValue());
      }
    }
    groups.removeIf(group -> group.entries().isEmpty());
    return groups;
  }

  private void addAll(String path, JsonNode value) {
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        addAll(path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue());
      }
    } else if (!isEmpty(value)) {
      entries.add(Map.entry(path, text(value)));
    }
  }

  private static boolean isEmpty(JsonNode value) {
    return value.isNull()
        || value.isArray() && value.isEmpty()
        || value.isTextual() && value.textValue().isEmpty();
  }

  private static String text(JsonNode value) {
    if (!value.isArray()) {
      return value.asText();
    }
    List<String> parts = new ArrayList<>();
    value.forEach(part -> parts.add(part.isContainerNode() ? part.toString() : part.asText()));
    return String.join(", ", parts);
  }

  Table table() {
    return new Table(
        name,
        List.of("name", "value"),
        entries.stream().map(entry -> Table.Row.of(entry.getKey(), entry.getValue())).toList());
  }
}
