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
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A network's parameters and running statistics under PyTorch's {@code state_dict} names and in
 * PyTorch's shapes: {@code layer1.0.conv1.weight} [O, C, 3, 3], {@code bn1.running_var} [C], {@code
 * linear.weight} [D, C], {@code head.weight} [K times centres, D].
 *
 * <p>Each is a piece of DeepLearning4J's flat parameter vector, and its gradient the same piece of
 * the gradient vector. A piece lies in memory as PyTorch's tensor does: convolutions and the head
 * are kept in C order, and a linear layer's [C, D] in Fortran order is PyTorch's [D, C] in C order.
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

  /**
   * A piece of the flat vectors.
   *
   * @param offset of its first element
   * @param length number of elements
   * @param shape PyTorch's
   */
  private record Piece(long offset, int length, int[] shape) {
    INDArray of(INDArray vector) {
      return vector.reshape(vector.length()).get(NDArrayIndex.interval(offset, offset + length));
    }
  }

  private final ComputationGraph graph;
  private final Runnable onChange;
  private final Map<String, Piece> pieces = new LinkedHashMap<>();

  /**
   * The parameters of a graph.
   *
   * @param onChange hears that a parameter was set
   */
  NamedParameters(ComputationGraph graph, Runnable onChange) {
    this.graph = graph;
    this.onChange = onChange;
    for (FlatParameter parameter : FlatParameter.of(graph)) {
      String name = parameter.vertex().getVertexName() + "." + PYTORCH_NAMES.get(parameter.key());
      int[] shape = shape(name, parameter.value());
      pieces.put(name, new Piece(parameter.offset(), parameter.length(), shape));
    }
  }

  private static int[] shape(String name, INDArray value) {
    long[] shape = value.shape();
    if (!name.endsWith(".weight")) {
      return new int[] {Math.toIntExact(value.length())};
    }
    boolean transposed = name.equals(BackboneWriter.LINEAR + ".weight");
    long[] pyTorch = transposed ? new long[] {shape[1], shape[0]} : shape;
    return Arrays.stream(pyTorch).mapToInt(Math::toIntExact).toArray();
  }

  /** All names, in the order of DeepLearning4J's flat parameter vector. */
  public Set<String> names() {
    return Collections.unmodifiableSet(pieces.keySet());
  }

  /** PyTorch's shape of a parameter. */
  public int[] shape(String name) {
    return piece(name).shape().clone();
  }

  /** Where a parameter begins in the flat vectors. */
  long offset(String name) {
    return piece(name).offset();
  }

  /** Number of elements of a parameter. */
  int length(String name) {
    return piece(name).length();
  }

  /** A copy of the parameter, in the network's precision. */
  public NpyArray get(String name) {
    return copy(name, graph.params());
  }

  /**
   * A copy of the parameter's gradient in the last step, as the graph holds it: summed over the
   * batch until the updater has run.
   */
  public NpyArray gradient(String name) {
    return copy(name, graph.getFlattenedGradients());
  }

  /**
   * The largest number of all gradients and whose it is, for messages.
   *
   * @param batchSize what the gradients, summed over the batch, are divided by
   */
  String largestGradient(int batchSize) {
    String name = "";
    double largest = -1;
    for (String candidate : names()) {
      for (double element : gradient(candidate).doubles()) {
        double value = Math.abs(element) / batchSize;
        // Not ">", so that the first NaN is the largest.
        if (!(value <= largest) && !Double.isNaN(largest)) {
          largest = value;
          name = candidate;
        }
      }
    }
    return "%.4g in %s".formatted(largest, name);
  }

  private NpyArray copy(String name, INDArray vector) {
    INDArray values = piece(name).of(vector).dup();
    int[] shape = shape(name);
    return values.dataType() == DataType.DOUBLE
        ? NpyArray.of(values.data().asDouble(), shape)
        : NpyArray.of(values.data().asFloat(), shape);
  }

  /**
   * Sets a parameter.
   *
   * @throws IllegalArgumentException if there is none of this name, or its shape is another
   */
  public void set(String name, NpyArray value) {
    if (!Arrays.equals(shape(name), value.shape())) {
      throw new IllegalArgumentException(
          "%s has the shape %s here, not %s"
              .formatted(name, Arrays.toString(shape(name)), Arrays.toString(value.shape())));
    }
    INDArray target = piece(name).of(graph.params());
    target.assign(
        target.dataType() == DataType.DOUBLE
            ? Nd4j.createFromArray(value.doubles())
            : Nd4j.createFromArray(value.floats()));
    onChange.run();
  }

  private Piece piece(String name) {
    Piece piece = pieces.get(name);
    if (piece == null) {
      throw new IllegalArgumentException(
          "the network has no parameter '" + name + "'; it has " + pieces.keySet());
    }
    return piece;
  }
}
