package arcface4j.head;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Networks that are little more than a head. The features are the weight of a linear layer without
 * bias that is fed with the identity matrix, so their gradient is that weight's.
 */
final class Heads {

  static final String HEAD = "head";
  static final String WEIGHT = HEAD + "_" + MarginGraph.WEIGHT;
  static final String FEATURES = "features_W";

  private Heads() {}

  static ComputationGraph network(
      MarginHead head, int rows, int features, int classes, DataType type) {
    ComputationGraph network =
        new ComputationGraph(configuration(head, rows, features, classes, type));
    network.init();
    return network;
  }

  static ComputationGraphConfiguration configuration(
      MarginHead head, int rows, int features, int classes, DataType type) {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .dataType(type)
        .updater(new Sgd(1.0))
        .trainingWorkspaceMode(WorkspaceMode.ENABLED)
        .inferenceWorkspaceMode(WorkspaceMode.ENABLED)
        .graphBuilder()
        .addInputs("rows")
        .addLayer(
            "features",
            new DenseLayer.Builder()
                .nOut(features)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build(),
            "rows")
        .addLayer(HEAD, new MarginOutputLayer(head, features, classes), "features")
        .setOutputs(HEAD)
        .setInputTypes(InputType.feedForward(rows))
        .build();
  }

  /** A network whose features [N, D] and centres [C * K, D] are given. */
  static ComputationGraph network(MarginHead head, INDArray features, INDArray weight) {
    int classes = (int) weight.size(0) / head.centres().perClass();
    ComputationGraph network =
        network(head, (int) features.size(0), (int) features.size(1), classes, features.dataType());
    network.getParam(FEATURES).assign(features);
    network.getParam(WEIGHT).assign(weight);
    return network;
  }

  static MarginLayer layer(ComputationGraph network) {
    return (MarginLayer) network.getLayer(HEAD);
  }

  /** The input that makes the features come out: the identity matrix. */
  static INDArray rows(int rows, DataType type) {
    return Nd4j.eye(rows).castTo(type);
  }

  static INDArray oneHot(int[] labels, int classes, DataType type) {
    INDArray oneHot = Nd4j.zeros(type, labels.length, classes);
    for (int row = 0; row < labels.length; row++) {
      oneHot.putScalar(row, labels[row], 1.0);
    }
    return oneHot;
  }

  static INDArray matrix(double[] values, int columns, DataType type) {
    return Nd4j.create(values, new long[] {values.length / columns, columns}, DataType.DOUBLE)
        .castTo(type);
  }

  /** The elements in C order. */
  static double[] values(INDArray array) {
    return array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
  }

  /** Forward and backward over the network's features, without an update. */
  static Outcome outcome(ComputationGraph network, int[] labels) {
    DataType type = network.params().dataType();
    int classes = ((MarginOutputLayer) layer(network).layerConf()).getClasses();
    network.setInputs(rows(labels.length, type));
    network.setLabels(oneHot(labels, classes, type));
    network.computeGradientAndScore();
    return new Outcome(
        network.score(),
        meanGradient(network, FEATURES, labels.length),
        meanGradient(network, WEIGHT, labels.length));
  }

  /** DL4J's updater divides by the rows of the batch; so does this. */
  private static double[] meanGradient(ComputationGraph network, String parameter, int rows) {
    return values(network.gradient().getGradientFor(parameter).div(rows));
  }

  /**
   * @param loss the network's score
   * @param features gradient by the features [N, D]
   * @param weight gradient by the centres [C * K, D]
   */
  record Outcome(double loss, double[] features, double[] weight) {}
}
