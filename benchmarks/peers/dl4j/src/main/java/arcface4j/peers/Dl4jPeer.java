package arcface4j.peers;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** ResNet18 in DeepLearning4J with its own layers, as a user of that library writes it. */
public final class Dl4jPeer {

  private static final int[] WIDTHS = {64, 128, 256, 512};
  private static final int CLASSES = 10;
  private static final int SIZE = 32;

  private final GraphBuilder graph =
      new NeuralNetConfiguration.Builder()
          .seed(1)
          .dataType(DataType.FLOAT)
          .updater(new Nesterovs(1e-3, 0.9))
          .weightInit(WeightInit.RELU)
          .convolutionMode(ConvolutionMode.Truncate)
          .graphBuilder()
          .addInputs("images")
          .setInputTypes(InputType.convolutional(SIZE, SIZE, 3));

  private Dl4jPeer() {}

  public static void main(String[] words) {
    PeerRow row = PeerRow.of("dl4j", words);
    ComputationGraph network = new Dl4jPeer().network();
    INDArray images = Nd4j.randn(DataType.FLOAT, row.batch(), 3, SIZE, SIZE);
    if (row.trains()) {
      DataSet batch = new DataSet(images, labels(row.batch()));
      row.measure(() -> network.fit(batch));
    } else {
      row.measure(() -> network.output(images));
    }
  }

  private static INDArray labels(int batch) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, CLASSES);
    for (int i = 0; i < batch; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    return labels;
  }

  private ComputationGraph network() {
    String last = normRelu("stem", convolution("stem", WIDTHS[0], 3, 1, "images"));
    for (int stage = 0; stage < WIDTHS.length; stage++) {
      String name = "stage" + stage;
      last = block(name + "a", WIDTHS[stage], stage == 0 ? 1 : 2, stage > 0, last);
      last = block(name + "b", WIDTHS[stage], 1, false, last);
    }
    graph.addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), last);
    graph.addLayer(
        "classifier",
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nOut(CLASSES)
            .activation(Activation.SOFTMAX)
            .build(),
        "pool");
    ComputationGraph network = new ComputationGraph(graph.setOutputs("classifier").build());
    network.init();
    return network;
  }

  private String block(String name, int width, int stride, boolean projects, String input) {
    String inner = normRelu(name + "1", convolution(name + "1", width, 3, stride, input));
    String outer = norm(name + "2", convolution(name + "2", width, 3, 1, inner));
    String other =
        projects
            ? norm(name + "s", convolution(name + "s", width, 1, stride, input))
            : input;
    graph.addVertex(name + "-add", new ElementWiseVertex(ElementWiseVertex.Op.Add), outer, other);
    return relu(name, name + "-add");
  }

  private String convolution(String name, int width, int kernel, int stride, String input) {
    graph.addLayer(
        name + "-conv",
        new ConvolutionLayer.Builder(kernel, kernel)
            .stride(stride, stride)
            .padding(kernel / 2, kernel / 2)
            .nOut(width)
            .hasBias(false)
            .activation(Activation.IDENTITY)
            .build(),
        input);
    return name + "-conv";
  }

  private String norm(String name, String input) {
    graph.addLayer(name + "-norm", new BatchNormalization(), input);
    return name + "-norm";
  }

  private String normRelu(String name, String input) {
    return relu(name, norm(name, input));
  }

  private String relu(String name, String input) {
    graph.addLayer(name + "-relu", new ActivationLayer(Activation.RELU), input);
    return name + "-relu";
  }
}
