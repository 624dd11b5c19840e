package arcface4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What checkpoints of earlier releases do not name, with the values that held then. */
final class EarlierRelease {

  private EarlierRelease() {}

  /** A copy of a checkpoint's content in which every option of this release has a value. */
  static JsonNode completed(JsonNode content) {
    JsonNode complete = content.deepCopy();
    at(complete, "/options/data/source", source -> source.put("classes", ""));
    at(complete, "/options/data", data -> data.putObject("sizes").putArray("phases"));
    at(complete, "/options/data/augmentation", augmentation -> augmentation.put("cutout", 0));
    at(complete, "/options/optimizer", optimizer -> optimizer.put("averagingDecay", 0.0));
    at(complete, "/options", options -> options.put("testEveryEpoch", true));
    at(
        complete,
        "/options",
        options -> options.putObject("norms").put("momentum", 0.1).put("zeroResidual", false));
    at(complete, "/model/head", head -> head.put("labelSmoothing", 0.0));
    if (complete.at("/model/head") instanceof ObjectNode head) {
      nameWarmup(head);
    }
    return complete;
  }

  /** The warm-up was a number of steps, without a delay. */
  private static void nameWarmup(ObjectNode head) {
    JsonNode steps = head.remove("marginWarmupSteps");
    if (steps != null) {
      head.putObject("marginWarmup").put("delay", 0).set("steps", steps);
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
