package arcface4j.model;

import arcface4j.model.layer.BatchNorm;
import arcface4j.model.layer.SpatialConvolution;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Writes a {@link ResNetSpec} down as a graph. Every vertex with parameters has the name of its
 * PyTorch module ({@code conv1}, {@code layer2.0.bn1}, {@code layer2.0.shortcut.0}, {@code
 * linear}), so that a parameter is found under its {@code state_dict} key.
 */
final class ResNetGraph {

  static final String IMAGES = "images";
  static final String POOLED = "avgpool";
  static final String LINEAR = "linear";
  static final String HEAD = "head";

  private final GraphBuilder graph;
  private final WeightDecay decay;

  private ResNetGraph(GraphBuilder graph, WeightDecay decay) {
    this.graph = graph;
    this.decay = decay;
  }

  /** The vertex whose output is the embedding, before it is scaled to unit length. */
  static String featuresVertex(ResNetSpec spec) {
    return spec.linearFeatures().isPresent() ? LINEAR : POOLED;
  }

  /**
   * The configuration of the whole graph.
   *
   * @param head the output layer, which takes [N, D]
   */
  static ComputationGraphConfiguration configure(
      ResNetSpec spec, Layer head, IUpdater updater, WeightDecay decay, DataType type, long seed) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(type)
            .updater(updater)
            // Uniform in +-1 / sqrt(fan in): what PyTorch's Conv2d and Linear start from.
            .weightInit(WeightInit.UNIFORM)
            .l2(decay.coefficient())
            .l2Bias(decay.ofNormsAndBiases())
            .trainingWorkspaceMode(WorkspaceMode.ENABLED)
            .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
            .graphBuilder()
            .addInputs(IMAGES)
            .setInputTypes(
                InputType.convolutional(spec.imageSize(), spec.imageSize(), spec.channels()));
    new ResNetGraph(graph, decay).write(spec, head);
    return graph.setOutputs(HEAD).build();
  }

  private void write(ResNetSpec spec, Layer head) {
    String last = convolutionNorm("conv1", "bn1", spec.stemChannels(), 3, 1, IMAGES);
    last = relu("relu", last);
    int channels = spec.stemChannels();
    for (int stage = 0; stage < spec.stages().size(); stage++) {
      last = stage("layer" + (stage + 1), spec.stages().get(stage), channels, last);
      channels = spec.stages().get(stage).channels();
    }
    graph.addLayer(POOLED, new GlobalPoolingLayer(PoolingType.AVG), last);
    spec.linearFeatures().ifPresent(this::linear);
    graph.addLayer(HEAD, head, featuresVertex(spec));
  }

  private String stage(String name, Stage stage, int inputChannels, String input) {
    String last = input;
    for (int block = 0; block < stage.blocks(); block++) {
      boolean first = block == 0;
      last =
          block(
              name + "." + block,
              first ? inputChannels : stage.channels(),
              stage.channels(),
              first ? stage.stride() : 1,
              last);
    }
    return last;
  }

  /** Two 3 x 3 convolutions; the input joins them as it is, or through a 1 x 1 convolution. */
  private String block(String name, int from, int to, int stride, String input) {
    String first = convolutionNorm(name + ".conv1", name + ".bn1", to, 3, stride, input);
    String inner = relu(name + ".relu1", first);
    String second = convolutionNorm(name + ".conv2", name + ".bn2", to, 3, 1, inner);
    String shortcut = input;
    if (stride != 1 || from != to) {
      shortcut = convolutionNorm(name + ".shortcut.0", name + ".shortcut.1", to, 1, stride, input);
    }
    graph.addVertex(
        name + ".add", new ElementWiseVertex(ElementWiseVertex.Op.Add), second, shortcut);
    return relu(name + ".relu2", name + ".add");
  }

  private String convolutionNorm(
      String convolution, String norm, int channels, int kernel, int stride, String input) {
    graph.addLayer(convolution, SpatialConvolution.of(channels, kernel, stride, kernel / 2), input);
    graph.addLayer(norm, BatchNorm.withDecay(decay.ofNormsAndBiases()), convolution);
    return norm;
  }

  private String relu(String name, String input) {
    graph.addLayer(name, new ActivationLayer(Activation.RELU), input);
    return name;
  }

  private void linear(int features) {
    DenseLayer.Builder layer = new DenseLayer.Builder().nOut(features);
    graph.addLayer(LINEAR, layer.activation(Activation.IDENTITY).build(), POOLED);
  }
}
