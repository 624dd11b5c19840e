package arcface4j.engine;

import arcface4j.model.layer.BatchNorm;
import arcface4j.model.layer.Gelu;
import arcface4j.model.layer.MaxPooling;
import arcface4j.model.layer.SpatialConvolution;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A {@link NetworkSpec} computed by the generic engine: the layers that the graph of {@code
 * --engine nd4j} is made of, one by one. In double it is the judge of the fast kernels.
 */
final class GenericNetwork {

  private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

  /**
   * One layer of the spec.
   *
   * @param chain DeepLearning4J's layers that make it up, in the order of computation
   * @param parameters flat, tensors in the order of {@link LayerSpec#parameters}
   * @param gradients of the same form; for running statistics the change to subtract
   */
  private record Node(LayerSpec spec, List<Layer> chain, INDArray parameters, INDArray gradients) {

    /** What the last part of the chain, a ReLU if it has one, was given. */
    INDArray beforeLast() {
      return chain.get(chain.size() - 1).input();
    }
  }

  private final NetworkSpec spec;
  private final int batch;
  private final DataType type;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, INDArray> outputs = new HashMap<>();
  private final Map<String, INDArray> gradients = new HashMap<>();

  GenericNetwork(NetworkSpec spec, int batch, DataType type, Map<String, double[]> parameters) {
    this.spec = spec;
    this.batch = batch;
    this.type = type;
    spec.layers().forEach(layer -> nodes.put(layer.name(), node(layer, parameters)));
  }

  /** The judge. */
  static GenericNetwork inDouble(NetworkSpec spec, int batch, Map<String, double[]> parameters) {
    return new GenericNetwork(spec, batch, DataType.DOUBLE, parameters);
  }

  private Node node(LayerSpec layer, Map<String, double[]> parameters) {
    List<ParameterSpec> tensors = layer.parameters(inputShape(layer));
    long length = tensors.stream().mapToLong(ParameterSpec::length).sum();
    INDArray values = length == 0 ? null : Nd4j.create(type, 1, length);
    long from = 0;
    for (ParameterSpec tensor : tensors) {
      double[] numbers = parameters.get(tensor.name());
      piece(values, from, numbers.length).assign(Nd4j.createFromArray(numbers));
      from += numbers.length;
    }
    INDArray slopes = length == 0 ? null : Nd4j.create(type, 1, length);
    List<Layer> chain = new ArrayList<>();
    for (org.deeplearning4j.nn.conf.layers.Layer part : parts(layer)) {
      NeuralNetConfiguration configuration = new NeuralNetConfiguration();
      configuration.setLayer(part);
      boolean first = chain.isEmpty(); // the ReLU behind it has no parameters
      INDArray own = first ? values : null;
      Layer made = part.instantiate(configuration, List.of(), 0, own, false, type);
      if (own != null) {
        made.setBackpropGradientsViewArray(slopes);
      }
      chain.add(made);
    }
    return new Node(layer, chain, values, slopes);
  }

  private Shape inputShape(LayerSpec layer) {
    return spec.shape(layer.inputs().get(0));
  }

  private List<org.deeplearning4j.nn.conf.layers.Layer> parts(LayerSpec layer) {
    int channels = inputShape(layer).channels();
    if (layer instanceof LayerSpec.Convolution c) {
      SpatialConvolution part =
          SpatialConvolution.of(c.channels(), c.kernel(), c.stride(), c.padding());
      part.setNIn(channels);
      return List.of(part);
    }
    if (layer instanceof LayerSpec.Norm norm) {
      BatchNorm part = BatchNorm.of(0);
      part.setNIn(channels);
      part.setNOut(channels);
      part.setEps(norm.epsilon());
      return norm.relu() ? List.of(part, relu()) : List.of(part);
    }
    if (layer instanceof LayerSpec.AddRelu) {
      return List.of(relu());
    }
    if (layer instanceof LayerSpec.Gelu) {
      return List.of(Gelu.layer());
    }
    if (layer instanceof LayerSpec.MaxPool pool) {
      return List.of(MaxPooling.of(pool.window()));
    }
    if (layer instanceof LayerSpec.GlobalPool) {
      return List.of(new GlobalPoolingLayer(PoolingType.AVG));
    }
    int features = ((LayerSpec.Linear) layer).features();
    return List.of(
        new DenseLayer.Builder()
            .nIn(channels)
            .nOut(features)
            .activation(Activation.IDENTITY)
            .build());
  }

  private static ActivationLayer relu() {
    return new ActivationLayer(Activation.RELU);
  }

  private static INDArray piece(INDArray flat, long from, long length) {
    return flat.reshape(flat.length()).get(NDArrayIndex.interval(from, from + length));
  }

  /**
   * Features of a batch.
   *
   * @param images [N, C, H, W]
   * @param training with the batch's statistics, else with the running ones
   */
  double[] forward(double[] images, boolean training) {
    outputs.put(NetworkSpec.IMAGES, array(images, spec.input().batched(batch)));
    for (Node node : nodes.values()) {
      INDArray value = input(node.spec());
      for (Layer part : node.chain()) {
        part.setInput(value, NO_WORKSPACES);
        value = part.activate(training, NO_WORKSPACES);
      }
      outputs.put(node.spec().name(), value);
    }
    return doubles(outputs.get(spec.last().name()));
  }

  private INDArray input(LayerSpec layer) {
    INDArray first = outputs.get(layer.inputs().get(0));
    return layer instanceof LayerSpec.AddRelu add
        ? first.add(outputs.get(add.right()))
        : first.dup('c');
  }

  /** Returns the gradient in the images, for the last forward in training. */
  double[] backward(double[] featureGradient) {
    gradients.clear();
    INDArray last = outputs.get(spec.last().name());
    gradients.put(spec.last().name(), array(featureGradient, last.shape()));
    List<Node> reversed = new ArrayList<>(nodes.values());
    Collections.reverse(reversed);
    for (Node node : reversed) {
      INDArray gradient = gradients.get(node.spec().name());
      for (int i = node.chain().size() - 1; i >= 0; i--) {
        gradient = node.chain().get(i).backpropGradient(gradient, NO_WORKSPACES).getSecond();
      }
      for (String input : node.spec().inputs()) {
        gradients.merge(input, gradient.dup('c'), INDArray::add);
      }
    }
    return doubles(gradients.get(NetworkSpec.IMAGES));
  }

  /** The gradient of one tensor in the last backward. */
  double[] gradient(String tensor) {
    return tensor(tensor, Node::gradients);
  }

  /** Running statistics as the last batch leaves them. */
  double[] running(String tensor) {
    double[] moved = tensor(tensor, Node::parameters);
    double[] change = tensor(tensor, Node::gradients);
    for (int c = 0; c < moved.length; c++) {
      moved[c] -= change[c];
    }
    return moved;
  }

  private interface Vector {
    INDArray of(Node node);
  }

  private double[] tensor(String name, Vector vector) {
    for (Node node : nodes.values()) {
      long from = 0;
      for (ParameterSpec tensor : node.spec().parameters(inputShape(node.spec()))) {
        if (tensor.name().equals(name)) {
          return doubles(piece(vector.of(node), from, tensor.length()));
        }
        from += tensor.length();
      }
    }
    throw new IllegalArgumentException("no tensor " + name);
  }

  /** What the last layer's ReLU got, or null without one. */
  double[] beforeLastRelu() {
    LayerSpec last = spec.last();
    boolean relu =
        last instanceof LayerSpec.AddRelu || last instanceof LayerSpec.Norm n && n.relu();
    return relu ? doubles(nodes.get(last.name()).beforeLast()) : null;
  }

  private INDArray array(double[] values, long... shape) {
    return Nd4j.createFromArray(values).castTo(type).reshape('c', shape);
  }

  private static double[] doubles(INDArray array) {
    return array.dup('c').data().asDouble();
  }
}
