package arcface4j.train;

import arcface4j.npy.ElementType;
import arcface4j.npy.NpyArray;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is stored in a model after its training, beside weights that stay as they are. Training on
 * drops it, since the embeddings change.
 *
 * @param calibration if one was made
 * @param enrolled in the order in which they were first shown
 */
public record ModelAdditions(Optional<Calibration> calibration, List<EnrolledClass> enrolled) {

  private static final String PART = "additions";
  private static final String SUMS = "enrolled/sums";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the additions of a checkpoint.
   *
   * @throws CheckpointException if they are not what this class writes
   */
  static ModelAdditions read(CheckpointFile file, int width) throws CheckpointException {
    JsonNode part = file.content().path(PART);
    List<EnrolledClass> enrolled = new ArrayList<>();
    JsonNode classes = part.path("enrolled");
    if (!classes.isEmpty()) {
      float[] sums = file.array(SUMS, ElementType.FLOAT, classes.size(), width).floats();
      for (int i = 0; i < classes.size(); i++) {
        JsonNode entry = classes.get(i);
        enrolled.add(
            new EnrolledClass(
                entry.path("name").asText(),
                entry.path("images").asInt(),
                Arrays.copyOfRange(sums, i * width, (i + 1) * width)));
      }
    }
    return new ModelAdditions(calibration(file, part.path("calibration")), enrolled);
  }

  private static Optional<Calibration> calibration(CheckpointFile file, JsonNode tree)
      throws CheckpointException {
    try {
      return tree.isMissingNode() || tree.isNull()
          ? Optional.empty()
          : Optional.of(JSON.treeToValue(tree, Calibration.class));
    } catch (JsonProcessingException e) {
      throw new CheckpointException(file.file(), "calibration: " + e.getOriginalMessage(), e);
    }
  }

  /** Writes a checkpoint again with these additions, whole or not at all. */
  void write(CheckpointFile file, Path target) throws CheckpointException {
    ObjectNode content = file.content().deepCopy();
    ObjectNode part = content.putObject(PART);
    calibration.ifPresent(value -> part.set("calibration", JSON.valueToTree(value)));
    Map<String, NpyArray> arrays = new LinkedHashMap<>(file.arrays());
    arrays.remove(SUMS);
    if (!enrolled.isEmpty()) {
      ArrayNode classes = part.putArray("enrolled");
      int width = enrolled.get(0).sum().length;
      float[] sums = new float[enrolled.size() * width];
      for (int i = 0; i < enrolled.size(); i++) {
        classes
            .addObject()
            .put("name", enrolled.get(i).name())
            .put("images", enrolled.get(i).images());
        System.arraycopy(enrolled.get(i).sum(), 0, sums, i * width, width);
      }
      arrays.put(SUMS, NpyArray.of(sums, enrolled.size(), width));
    }
    CheckpointWriter.write(target, content, arrays);
  }

  /** The same with another calibration. */
  public ModelAdditions with(Calibration value) {
    return new ModelAdditions(Optional.of(value), enrolled);
  }

  /** The same with images of a class, which may be new. */
  public ModelAdditions enroll(String name, int images, float[] sum) {
    List<EnrolledClass> classes = new ArrayList<>(enrolled);
    for (int i = 0; i < classes.size(); i++) {
      if (classes.get(i).name().equals(name)) {
        classes.set(i, classes.get(i).with(images, sum));
        return new ModelAdditions(calibration, classes);
      }
    }
    classes.add(new EnrolledClass(name, images, sum));
    return new ModelAdditions(calibration, classes);
  }

  /** The same without an enrolled class. */
  public ModelAdditions without(String name) {
    return new ModelAdditions(
        calibration, enrolled.stream().filter(known -> !known.name().equals(name)).toList());
  }
}
