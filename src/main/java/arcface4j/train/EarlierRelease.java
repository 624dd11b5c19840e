package arcface4j.train;

import arcface4j.data.augment.PhotoAugmentation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/**
 * What checkpoints of earlier releases do not name, with the values that held then, and what only
 * they name: the options of batch norms, which no recipe gained by.
 */
final class EarlierRelease {

  private static final ObjectMapper JSON = new ObjectMapper();

  private EarlierRelease() {}

  /**
   * A copy of a checkpoint's content with a value for each option of this release, and no other.
   */
  static JsonNode completed(JsonNode content) {
    JsonNode complete = content.deepCopy();
    fill(complete, "", root -> root.put(Checkpoint.PRECISION, "f32"));
    fill(complete, "/options/data/source", source -> source.put("classes", ""));
    change(complete, "/model", EarlierRelease::namePreprocessing);
    change(complete, "/options/data", EarlierRelease::separateSources);
    fill(complete, "/options/data", data -> data.put("validationClasses", 0.0));
    fill(complete, "/options/data", data -> data.putObject("sizes").putArray("phases"));
    fill(complete, "/options/optimizer", optimizer -> optimizer.put("averagingDecay", 0.0));
    fill(complete, "/options", options -> options.put("testEveryEpoch", true));
    fill(complete, "/model/head", head -> head.put("labelSmoothing", 0.0));
    change(complete, "/model/head", EarlierRelease::nameWarmup);
    change(complete, "/model/head", EarlierRelease::nameCentres);
    fill(complete, "/model/network", EarlierRelease::nameActivation);
    change(complete, "/options", options -> options.remove("norms"));
    fill(complete, "/options/data/augmentation", augmentation -> augmentation.put("cutout", 0));
    fill(
        complete,
        "/options/data/augmentation",
        augmentation -> augmentation.set("photo", JSON.valueToTree(PhotoAugmentation.NONE)));
    return complete;
  }

  /** Pictures were read in one way. */
  private static void namePreprocessing(ObjectNode model) {
    if (!model.has("preprocessing")) {
      int size = model.path("network").path("imageSize").asInt();
      model
          .putObject("preprocessing")
          .put("height", size)
          .put("width", size)
          .put("fit", "CROP")
          .put("rendering", "AS_STORED");
    }
  }

  /** The kinds of sources had the fields of all. */
  private static void separateSources(ObjectNode data) {
    if (!(data.get("source") instanceof ObjectNode source) || !source.has("imageSize")) {
      return;
    }
    String kind = source.path("dataset").asText();
    JsonNode shapes = source.path("shapes");
    ObjectNode separate = data.putObject("source").put("dataset", kind);
    switch (kind) {
      case FolderSource.NAME ->
          copy(
              source,
              separate.put("layout", "AUTO"),
              "directory",
              "testFraction",
              "skipBroken",
              "seed");
      case ShapesSource.NAME -> {
        separate.set("shapes", shapes.path("classes"));
        copy(shapes, separate, "trainPerClass", "testPerClass");
        copy(source, separate, "seed");
      }
      default -> copy(source, separate, "directory");
    }
    copy(source, separate, "classes");
  }

  private static void copy(JsonNode from, ObjectNode to, String... fields) {
    for (String field : fields) {
      to.set(field, from.path(field));
    }
  }

  /** The warm-up was a number of steps, without a delay. */
  private static void nameWarmup(ObjectNode head) {
    JsonNode steps = head.remove("marginWarmupSteps");
    if (steps != null) {
      head.putObject("marginWarmup").put("delay", 0).set("steps", steps);
    }
  }

  /** They were a number, with one way to start. */
  private static void nameCentres(ObjectNode head) {
    JsonNode perClass = head.remove("subcenters");
    if (perClass != null) {
      head.putObject("centres").put("start", "XAVIER").set("perClass", perClass);
    }
  }

  /** Plain networks, which alone have a stem, had ReLU. */
  private static void nameActivation(ObjectNode network) {
    if (network.has("stem")) {
      network.put("activation", "RELU");
    }
  }

  /** Gives a part what it lacks; what it has stays. */
  private static void fill(JsonNode content, String part, Consumer<ObjectNode> defaults) {
    change(
        content,
        part,
        node -> {
          ObjectNode saved = node.deepCopy();
          defaults.accept(node);
          node.setAll(saved);
        });
  }

  private static void change(JsonNode content, String part, Consumer<ObjectNode> change) {
    if (content.at(part) instanceof ObjectNode node) {
      change.accept(node);
    }
  }
}
