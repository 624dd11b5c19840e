package arcface4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What checkpoints of earlier releases do not name, with the values that held then, and what only
 * they name: cutout and the options of batch norms, which no recipe gained by.
 */
final class EarlierRelease {

  private EarlierRelease() {}

  /**
   * A copy of a checkpoint's content with a value for each option of this release, and no other.
   */
  static JsonNode completed(JsonNode content) {
    JsonNode complete = content.deepCopy();
    at(complete, "/options/data/source", source -> source.put("classes", ""));
    at(complete, "/options/data", data -> data.putObject("sizes").putArray("phases"));
    at(complete, "/options/optimizer", optimizer -> optimizer.put("averagingDecay", 0.0));
    at(complete, "/options", options -> options.put("testEveryEpoch", true));
    at(complete, "/model/head", head -> head.put("labelSmoothing", 0.0));
    if (complete.at("/model/head") instanceof ObjectNode head) {
      nameWarmup(head);
    }
    drop(complete, "/options", "norms");
    drop(complete, "/options/data/augmentation", "cutout");
    return complete;
  }

  /** The warm-up was a number of steps, without a delay. */
  private static void nameWarmup(ObjectNode head) {
    JsonNode steps = head.remove("marginWarmupSteps");
    if (steps != null) {
      head.putObject("marginWarmup").put("delay", 0).set("steps", steps);
    }
  }

  private static void drop(JsonNode content, String part, String option) {
    if (content.at(part) instanceof ObjectNode node) {
      node.remove(option);
    }
  }

  private interface Defaults {
    void putInto(ObjectNode part);
  }

  /** Gives a part what it lacks; what it has stays. */
  private static void at(JsonNode content, String part, Defaults defaults) {
    if (content.at(part) instanceof ObjectNode node) {
      ObjectNode saved = node.deepCopy();
      defaults.putInto(node);
      node.setAll(saved);
    }
  }
}
