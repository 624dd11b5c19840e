package arcface4j.model.layer;

import static org.deeplearning4j.nn.params.ConvolutionParamInitializer.WEIGHT_KEY;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2DDerivative;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs ND4J's convolution operations, which use oneDNN on a CPU and cuDNN on a GPU where the data
 * type allows it. DeepLearning4J's own layer computes the forward pass a second time before it goes
 * back, and never finds its oneDNN helper in this release.
 */
final class SpatialConvolutionLayer extends BaseLayer<SpatialConvolution> {

  private static final int NCHW = 0;
  private static final int WEIGHTS_OIHW = 1;

  SpatialConvolutionLayer(NeuralNetConfiguration configuration, DataType type) {
    super(configuration, type);
  }

  @Override
  public Type type() {
    return Type.CONVOLUTIONAL;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    long[] shape = outputShape();
    INDArray output = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape);
    execute(new Conv2D(), new INDArray[] {input, getParam(WEIGHT_KEY)}, output);
    return output;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray weightGradient = gradientViews.get(WEIGHT_KEY);
    INDArray inputGradient =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape());
    INDArray[] inputs = {input, getParam(WEIGHT_KEY), outputGradient};
    execute(new Conv2DDerivative(), inputs, inputGradient, weightGradient);
    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(WEIGHT_KEY, weightGradient, 'c');
    return new Pair<>(gradient, inputGradient);
  }

  private void execute(CustomOp operation, INDArray[] inputs, INDArray... outputs) {
    SpatialConvolution geometry = layerConf();
    int[] kernel = geometry.getKernelSize();
    int[] stride = geometry.getStride();
    int[] padding = geometry.getPadding();
    try (OpContext context = Nd4j.getExecutioner().buildContext()) {
      context.setIArguments(
          kernel[0],
          kernel[1],
          stride[0],
          stride[1],
          padding[0],
          padding[1],
          1,
          1,
          0,
          NCHW,
          WEIGHTS_OIHW);
      context.setInputArrays(inputs);
      context.setOutputArrays(outputs);
      Nd4j.exec(operation, context);
    } catch (Exception e) {
      throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }
  }

  private long[] outputShape() {
    SpatialConvolution geometry = layerConf();
    return new long[] {
      input.size(0), geometry.getNOut(), outputSize(input.size(2)), outputSize(input.size(3))
    };
  }

  private long outputSize(long size) {
    SpatialConvolution geometry = layerConf();
    int padded = 2 * geometry.getPadding()[0] - geometry.getKernelSize()[0];
    return (size + padded) / geometry.getStride()[0] + 1;
  }
}
