package arcface4j.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as a list of layers in the order of computation; the last one gives the features.
 *
 * @param input the shape of one image
 * @param layers the layers, each behind those it reads
 */
public record NetworkSpec(Shape input, List<LayerSpec> layers) {

  /** The name of the network's input. */
  public static final String IMAGES = "images";

  /**
   * Checks that names are unique and known and that shapes fit.
   *
   * @throws IllegalArgumentException naming the layer that does not fit
   */
  public NetworkSpec {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a network needs at least one layer");
    }
    shapes(input, layers);
    checkAllRead(layers);
  }

  private static Map<String, Shape> shapes(Shape input, List<LayerSpec> layers) {
    Map<String, Shape> shapes = new HashMap<>();
    shapes.put(IMAGES, input);
    for (LayerSpec layer : layers) {
      if (!shapes.keySet().containsAll(layer.inputs())) {
        throw new IllegalArgumentException(
            "layer %s reads %s, but only %s come before it"
                .formatted(layer.name(), layer.inputs(), shapes.keySet()));
      }
      Shape output = layer.output(layer.inputs().stream().map(shapes::get).toList());
      if (shapes.put(layer.name(), output) != null) {
        throw new IllegalArgumentException("two layers are named " + layer.name());
      }
    }
    return shapes;
  }

  private static void checkAllRead(List<LayerSpec> layers) {
    for (int i = 0; i < layers.size(); i++) {
      LayerSpec layer = layers.get(i);
      boolean last = i == layers.size() - 1;
      boolean read = layers.stream().anyMatch(other -> other.inputs().contains(layer.name()));
      if (read == last) {
        throw new IllegalArgumentException("nothing reads layer " + layer.name());
      }
      if (layer instanceof LayerSpec.Linear && !last) {
        throw new IllegalArgumentException("linear %s is not last".formatted(layer.name()));
      }
    }
  }

  /** The shape of a layer's output, or of {@link #IMAGES}. */
  public Shape shape(String name) {
    Shape shape = shapes(input, layers).get(name);
    if (shape == null) {
      throw new IllegalArgumentException("no layer " + name);
    }
    return shape;
  }

  /** The layer whose output are the features. */
  public LayerSpec last() {
    return layers.get(layers.size() - 1);
  }

  /** The shape of one image's features. */
  public Shape output() {
    return shape(last().name());
  }

  /** All tensors of the network, in the order of its layers. */
  public List<ParameterSpec> parameters() {
    Map<String, Shape> shapes = shapes(input, layers);
    List<ParameterSpec> parameters = new ArrayList<>();
    for (LayerSpec layer : layers) {
      parameters.addAll(layer.parameters(shapes.get(layer.inputs().get(0))));
    }
    return List.copyOf(parameters);
  }

  /** The fewest channels that a convolution gives, or the input's if there is none. */
  int narrowest() {
    return layers.stream()
        .filter(LayerSpec.Convolution.class::isInstance)
        .mapToInt(layer -> shape(layer.name()).channels())
        .min()
        .orElse(input.channels());
  }

  /** How many layers read a value. */
  long readers(String name) {
    return layers.stream().flatMap(layer -> layer.inputs().stream()).filter(name::equals).count();
  }
}
