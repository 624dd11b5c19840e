package arcface4j.train;

import arcface4j.npy.ElementType;
import arcface4j.npy.NpyArray;
import arcface4j.npy.NpyHeader;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The first entry of a checkpoint, {@code checkpoint.json}: which format this is, which arrays
 * follow in which order, and the writer's own tree.
 *
 * @param content the writer's own tree
 * @param arrays element type and shape by name, in the order of the entries
 */
record CheckpointManifest(JsonNode content, Map<String, NpyHeader> arrays) {

  static final String ENTRY = "checkpoint.json";
  static final String FORMAT = "arcface4j";
  static final int VERSION = 1;

  private static final Pattern NAME = Pattern.compile("[\\w.\\-]+(/[\\w.\\-]+)*");

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static CheckpointManifest of(JsonNode content, Map<String, NpyArray> arrays) {
    Map<String, NpyHeader> headers = new LinkedHashMap<>();
    arrays.forEach(
        (name, array) -> {
          if (!isName(name)) {
            throw new IllegalArgumentException("'" + name + "' is not a name of an array");
          }
          headers.put(name, new NpyHeader(array.type(), array.shape()));
        });
    return new CheckpointManifest(content, headers);
  }

  /** Letters, digits, {@code _ . -}, in groups parted by single slashes; no {@code ..}. */
  private static boolean isName(String name) {
    return NAME.matcher(name).matches()
        && Arrays.stream(name.split("/")).noneMatch(part -> part.matches("\\.+"));
  }

  byte[] toBytes() throws IOException {
    ObjectNode json = JSON.createObjectNode().put("format", FORMAT).put("version", VERSION);
    ObjectNode list = json.putObject("arrays");
    arrays.forEach(
        (name, header) -> {
          ObjectNode array = list.putObject(name).put("type", header.type().descriptor());
          Arrays.stream(header.shape()).forEach(array.putArray("shape")::add);
        });
    json.set("content", content);
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
  }

  static CheckpointManifest parse(byte[] bytes) throws IOException {
    JsonNode json = parseJson(bytes);
    requireThisFormat(json);
    Map<String, NpyHeader> headers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> array : json.get("arrays").properties()) {
      headers.put(checked(array.getKey()), header(array.getKey(), array.getValue()));
    }
    return new CheckpointManifest(json.get("content"), Collections.unmodifiableMap(headers));
  }

  private static JsonNode parseJson(byte[] bytes) throws IOException {
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new IOException(ENTRY + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void requireThisFormat(JsonNode json) throws IOException {
    if (!json.path("format").asText().equals(FORMAT)) {
      throw new IOException(ENTRY + " is not that of an " + FORMAT + " checkpoint");
    }
    if (!json.path("version").isInt() || json.path("version").intValue() != VERSION) {
      throw new IOException(
          "it has format version " + json.path("version") + "; this program reads " + VERSION);
    }
    if (!json.path("arrays").isObject() || !json.has("content")) {
      throw new IOException(ENTRY + " lacks its arrays or its content");
    }
  }

  private static String checked(String name) throws IOException {
    if (!isName(name)) {
      throw new IOException("'" + name + "' is not a name of an array");
    }
    return name;
  }

  private static NpyHeader header(String name, JsonNode json) throws IOException {
    JsonNode sizes = json.path("shape");
    if (!sizes.isArray() || !nodes(sizes).allMatch(n -> n.isInt() && n.intValue() >= 0)) {
      throw new IOException(name + " has no shape of whole numbers: " + sizes);
    }
    int[] shape = nodes(sizes).mapToInt(JsonNode::intValue).toArray();
    return new NpyHeader(type(name, json.path("type").asText()), shape);
  }

  private static Stream<JsonNode> nodes(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static ElementType type(String name, String descriptor) throws IOException {
    for (ElementType type : ElementType.values()) {
      if (type.descriptor().equals(descriptor)) {
        return type;
      }
    }
    throw new IOException(name + " has the unknown type '" + descriptor + "'");
  }

  /** Type and shape in words, such as {@code <f4 [64, 3, 3, 3]}. */
  static String describe(ElementType type, int... shape) {
    return type.descriptor()
        + Arrays.stream(shape)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", ", " [", "]"));
  }
}
