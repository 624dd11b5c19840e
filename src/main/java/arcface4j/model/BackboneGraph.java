package arcface4j.model;

import arcface4j.engine.Activation;
import arcface4j.model.layer.BatchNorm;
import arcface4j.model.layer.Gelu;
import arcface4j.model.layer.IdentityStart;
import arcface4j.model.layer.MaxPooling;
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
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;

/** The network as DeepLearning4J's graph. */
final class BackboneGraph extends BackboneWriter {

  static final String HEAD = "head";

  private final GraphBuilder graph;
  private final TrainingRule rule;

  private BackboneGraph(GraphBuilder graph, TrainingRule rule) {
    this.graph = graph;
    this.rule = rule;
  }

  /**
   * The configuration of the whole graph.
   *
   * @param head the output layer, which takes [N, D]
   */
  static ComputationGraphConfiguration configure(
      BackboneSpec spec, Layer head, TrainingRule rule, DataType type, long seed) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .dataType(type)
            .updater(rule.updater())
            // Uniform in +-1 / sqrt(fan in): what PyTorch's Conv2d and Linear start from.
            .weightInit(WeightInit.UNIFORM)
            .l2(rule.decay().coefficient())
            .l2Bias(rule.decay().ofNormsAndBiases())
            .trainingWorkspaceMode(WorkspaceMode.ENABLED)
            .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
            .graphBuilder()
            .addInputs(IMAGES)
            .setInputTypes(
                InputType.convolutional(spec.imageSize(), spec.imageSize(), spec.channels()));
    new BackboneGraph(graph, rule).write(spec);
    return graph.addLayer(HEAD, head, featuresName(spec)).setOutputs(HEAD).build();
  }

  @Override
  String convolution(String name, int channels, int kernel, int stride, String input) {
    graph.addLayer(name, SpatialConvolution.of(channels, kernel, stride, kernel / 2), input);
    return name;
  }

  @Override
  String identityConvolution(String name, int channels, String input) {
    SpatialConvolution layer = SpatialConvolution.of(channels, 3, 1, 1);
    layer.setWeightInitFn(new IdentityStart());
    graph.addLayer(name, layer, input);
    return name;
  }

  @Override
  String norm(String name, String input) {
    graph.addLayer(name, BatchNorm.of(rule.decay().ofNormsAndBiases()), input);
    return name;
  }

  @Override
  String norm(String name, Activation activation, String activationName, String input) {
    return activation(activationName, activation, norm(name, input));
  }

  @Override
  String addRelu(String addName, String reluName, String left, String right) {
    graph.addVertex(addName, new ElementWiseVertex(ElementWiseVertex.Op.Add), left, right);
    return activation(reluName, Activation.RELU, addName);
  }

  private String activation(String name, Activation activation, String input) {
    graph.addLayer(
        name,
        activation == Activation.RELU ? new ActivationLayer(new ActivationReLU()) : Gelu.layer(),
        input);
    return name;
  }

  @Override
  String maxPool(String name, int window, String input) {
    graph.addLayer(name, MaxPooling.of(window), input);
    return name;
  }

  @Override
  String globalPool(String name, String input) {
    graph.addLayer(name, new GlobalPoolingLayer(PoolingType.AVG), input);
    return name;
  }

  @Override
  String linear(String name, int features, String input) {
    DenseLayer.Builder layer = new DenseLayer.Builder().nOut(features);
    graph.addLayer(name, layer.activation(new ActivationIdentity()).build(), input);
    return name;
  }
}
