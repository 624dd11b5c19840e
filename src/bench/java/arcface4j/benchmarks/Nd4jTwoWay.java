package arcface4j.benchmarks;

import arcface4j.engine.LayerSpec;
import arcface4j.engine.Shape;
import arcface4j.model.layer.BatchNorm;
import arcface4j.model.layer.SpatialConvolution;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The generic engine's layers: the graph's own classes, one behind the other. */
final class Nd4jTwoWay implements TwoWay {

  private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

  private final List<Layer> layers = new ArrayList<>();
  private final INDArray input;
  private final boolean addsItself;
  private INDArray gradient;

  private Nd4jTwoWay(KernelCase kernel, int batch) {
    addsItself = kernel.layer() instanceof LayerSpec.AddRelu;
    Shape shape = kernel.input();
    boolean flat = kernel.layer() instanceof LayerSpec.Linear;
    input =
        flat
            ? Nd4j.randn(DataType.FLOAT, batch, shape.channels())
            : Nd4j.randn(DataType.FLOAT, batch, shape.channels(), shape.height(), shape.width());
    configurations(kernel.layer()).forEach(layer -> layers.add(instantiate(layer, shape)));
    gradient = Nd4j.randn(DataType.FLOAT, activate().shape());
  }

  static Nd4jTwoWay of(KernelCase kernel, int batch) {
    return new Nd4jTwoWay(kernel, batch);
  }

  private static List<org.deeplearning4j.nn.conf.layers.Layer> configurations(LayerSpec layer) {
    if (layer instanceof LayerSpec.Convolution c) {
      return List.of(SpatialConvolution.of(c.channels(), c.kernel(), c.stride(), c.padding()));
    }
    if (layer instanceof LayerSpec.Norm) {
      return List.of(BatchNorm.of(0), new ActivationLayer(Activation.RELU));
    }
    if (layer instanceof LayerSpec.AddRelu) {
      return List.of(new ActivationLayer(Activation.RELU));
    }
    if (layer instanceof LayerSpec.GlobalPool) {
      return List.of(new GlobalPoolingLayer(PoolingType.AVG));
    }
    int features = ((LayerSpec.Linear) layer).features();
    return List.of(
        new DenseLayer.Builder().nOut(features).activation(Activation.IDENTITY).build());
  }

  private static Layer instantiate(
      org.deeplearning4j.nn.conf.layers.Layer layer, Shape shape) {
    if (layer instanceof FeedForwardLayer wide) {
      wide.setNIn(type(layer, shape), true);
    }
    NeuralNetConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.FLOAT)
            .weightInit(WeightInit.RELU)
            .layer(layer)
            .build();
    long length = layer.initializer().numParams(configuration);
    INDArray parameters = length == 0 ? null : Nd4j.create(DataType.FLOAT, 1, length);
    Layer runtime =
        configuration
            .getLayer()
            .instantiate(configuration, null, 0, parameters, length > 0, DataType.FLOAT);
    if (length > 0) {
      runtime.setBackpropGradientsViewArray(Nd4j.create(DataType.FLOAT, 1, length));
    }
    return runtime;
  }

  private static InputType type(org.deeplearning4j.nn.conf.layers.Layer layer, Shape shape) {
    return layer instanceof DenseLayer
        ? InputType.feedForward(shape.channels())
        : InputType.convolutional(shape.height(), shape.width(), shape.channels());
  }

  private INDArray activate() {
    INDArray last = addsItself ? input.add(input) : input;
    for (Layer layer : layers) {
      last = layer.activate(last, true, NO_WORKSPACES);
    }
    return last;
  }

  @Override
  public void forward() {
    activate();
  }

  /** Over the inputs that the last forward left in the layers. */
  @Override
  public void backward() {
    INDArray last = gradient;
    for (int i = layers.size() - 1; i >= 0; i--) {
      last = layers.get(i).backpropGradient(last, NO_WORKSPACES).getSecond();
    }
  }

  @Override
  public void close() {}
}
