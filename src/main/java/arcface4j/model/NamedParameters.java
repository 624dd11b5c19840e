package arcface4j.model;

import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.BETA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GAMMA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_MEAN;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_VAR;
import static org.deeplearning4j.nn.params.DefaultParamInitializer.BIAS_KEY;
import static org.deeplearning4j.nn.params.DefaultParamInitializer.WEIGHT_KEY;

import arcface4j.npy.NpyArray;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network's parameters and running statistics under PyTorch's {@code state_dict} names and in
 * PyTorch's shapes: {@code layer1.0.conv1.weight} [O, C, 3, 3], {@code bn1.running_var} [C], {@code
 * linear.weight} [D, C], {@code head.weight} [K, D].
 */
public final class NamedParameters {

  private static final Map<String, String> PYTORCH_NAMES =
      Map.of(
          WEIGHT_KEY, "weight",
          BIAS_KEY, "bias",
          GAMMA, "weight",
          BETA, "bias",
          GLOBAL_MEAN, "running_mean",
          GLOBAL_VAR, "running_var");

  /** Where a parameter lives; DeepLearning4J keeps a linear layer's weight as [in, out]. */
  private record Place(Layer layer, String key, boolean transposed) {
    INDArray value() {
      return orient(layer.getParam(key));
    }

    INDArray gradient(ComputationGraph graph) {
      return orient(graph.gradient().getGradientFor(vertex() + "_" + key));
    }

    private String vertex() {
      return layer.conf().getLayer().getLayerName();
    }

    private INDArray orient(INDArray array) {
      return transposed ? array.transpose() : array;
    }
  }

  private final ComputationGraph graph;
  private final Map<String, Place> places = new LinkedHashMap<>();

  NamedParameters(ComputationGraph graph) {
    this.graph = graph;
    for (Layer layer : graph.getLayers()) {
      String vertex = layer.conf().getLayer().getLayerName();
      for (String key : layer.paramTable().keySet()) {
        String name = vertex + "." + PYTORCH_NAMES.getOrDefault(key, key);
        boolean transposed = vertex.equals(ResNetGraph.LINEAR) && key.equals(WEIGHT_KEY);
        places.put(name, new Place(layer, key, transposed));
      }
    }
  }

  /** All names, in the order of DeepLearning4J's flat parameter vector. */
  public Set<String> names() {
    return Collections.unmodifiableSet(places.keySet());
  }

  /** PyTorch's shape of a parameter. */
  public int[] shape(String name) {
    INDArray value = place(name).value();
    // A bias is a row of [1, n] here and [n] there.
    long[] shape =
        value.rank() == 2 && value.size(0) == 1 && !name.endsWith(".weight")
            ? new long[] {value.size(1)}
            : value.shape();
    return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
  }

  /** A copy of the parameter, in the network's precision. */
  public NpyArray get(String name) {
    return copy(name, Place::value);
  }

  /**
   * A copy of the parameter's gradient in the last step, as the graph holds it: summed over the
   * batch until the updater has run.
   */
  public NpyArray gradient(String name) {
    return copy(name, place -> place.gradient(graph));
  }

  private NpyArray copy(String name, Function<Place, INDArray> which) {
    INDArray array = which.apply(place(name)).dup('c');
    int[] shape = shape(name);
    return array.dataType() == DataType.DOUBLE
        ? NpyArray.of(array.data().asDouble(), shape)
        : NpyArray.of(array.data().asFloat(), shape);
  }

  /**
   * Sets a parameter.
   *
   * @throws IllegalArgumentException if there is none of this name, or its shape is another
   */
  public void set(String name, NpyArray value) {
    INDArray target = place(name).value();
    if (!Arrays.equals(shape(name), value.shape())) {
      throw new IllegalArgumentException(
          "%s has the shape %s here, not %s"
              .formatted(name, Arrays.toString(shape(name)), Arrays.toString(value.shape())));
    }
    long[] shape = target.shape();
    target.assign(
        target.dataType() == DataType.DOUBLE
            ? Nd4j.createFromArray(value.doubles()).reshape('c', shape)
            : Nd4j.createFromArray(value.floats()).reshape('c', shape));
  }

  private Place place(String name) {
    Place place = places.get(name);
    if (place == null) {
      throw new IllegalArgumentException(
          "the network has no parameter '" + name + "'; it has " + places.keySet());
    }
    return place;
  }
}
