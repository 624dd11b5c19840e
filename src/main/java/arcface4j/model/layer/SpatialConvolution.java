package arcface4j.model.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A square convolution without bias and without activation, PyTorch's {@code Conv2d(bias=False)}.
 * Weights have the shape [O, C, kernel, kernel].
 */
public final class SpatialConvolution extends ConvolutionLayer {

  /** For JSON. */
  public SpatialConvolution() {}

  private SpatialConvolution(Builder builder) {
    super(builder);
  }

  /**
   * A configuration whose number of input channels follows from the vertex before it.
   *
   * @param outputChannels O
   * @param kernel side of the kernel in pixels
   * @param stride step in pixels
   * @param padding zeros on each side; {@code Truncate} mode makes the sizes PyTorch's
   */
  public static SpatialConvolution of(int outputChannels, int kernel, int stride, int padding) {
    Builder builder = new Builder(kernel, kernel);
    builder.stride(stride, stride);
    builder.padding(padding, padding);
    builder.nOut(outputChannels);
    builder.hasBias(false);
    builder.convolutionMode(ConvolutionMode.Truncate);
    builder.activation(Activation.IDENTITY);
    return new SpatialConvolution(builder);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parametersView,
      boolean initialize,
      DataType networkType) {
    return Assembly.assemble(
        new SpatialConvolutionLayer(configuration, networkType),
        configuration,
        listeners,
        index,
        parametersView,
        initialize);
  }
}
