package arcface4j.model.layer;

import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.BETA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GAMMA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_MEAN;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GLOBAL_VAR;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.reduce.floating.SquaredNorm;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Batch normalisation of [N, C, H, W], forward and backward by hand (Ioffe and Szegedy, 2015, <a
 * href="https://arxiv.org/abs/1502.03167">arXiv:1502.03167</a>, Algorithm 1 and section 3).
 *
 * <pre>
 *   y  = a (x - mean) + beta          a = gamma / sqrt(var + eps)
 *   dbeta = sum dy                    dgamma = sum dy (x - mean) / sqrt(var + eps)
 *   dx = a (dy - dbeta / M) + c (x - mean)      c = -a dgamma / (M sqrt(var + eps))
 * </pre>
 *
 * <p>As in DeepLearning4J the running statistics are parameters whose "gradient" is the change to
 * subtract, so that checkpoints hold them and only a training step moves them.
 */
final class BatchNormLayer extends BaseLayer<BatchNorm> {

  /** Mean, variance and 1 / sqrt(variance + eps) of the last training batch, each [C]. */
  private INDArray mean;

  private INDArray variance;
  private INDArray inverseDeviation;

  BatchNormLayer(NeuralNetConfiguration configuration, DataType type) {
    super(configuration, type);
  }

  @Override
  public Type type() {
    return Type.NORMALIZATION;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public boolean updaterDivideByMinibatch(String parameter) {
    return !parameter.equals(GLOBAL_MEAN) && !parameter.equals(GLOBAL_VAR);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    INDArray output =
        workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, input.shape());
    try (MemoryWorkspace scope = workspaces.notifyScopeEntered(ArrayType.FF_WORKING_MEM)) {
      if (training) {
        normalizeWithBatch(output);
      } else {
        INDArray inverse = inverseDeviation(getParam(GLOBAL_VAR));
        perChannel("subtract", input, getParam(GLOBAL_MEAN), output);
        perChannel("multiply", output, inverse.muli(getParam(GAMMA)), output);
      }
    }
    return perChannel("add", output, getParam(BETA), output);
  }

  private void normalizeWithBatch(INDArray output) {
    INDArray batchMean = sumPerChannel(input).divi(valuesPerChannel());
    perChannel("subtract", input, batchMean, output);
    INDArray batchVariance = squaresPerChannel(output).divi(valuesPerChannel());
    INDArray inverse = inverseDeviation(batchVariance);
    perChannel("multiply", output, inverse.mul(getParam(GAMMA)), output);
    // They are read again on the way back, when the workspace of this scope has gone.
    mean = batchMean.detach();
    variance = batchVariance.detach();
    inverseDeviation = inverse.detach();
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray inputGradient =
        workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape());
    INDArray beta = gradientViews.get(BETA);
    INDArray gamma = gradientViews.get(GAMMA);
    double count = valuesPerChannel();

    beta.assign(sumPerChannel(outputGradient));
    INDArray centred = Nd4j.createUninitialized(dataType, input.shape());
    perChannel("subtract", input, mean, centred);
    gamma.assign(sumPerChannel(centred.mul(outputGradient)).muli(inverseDeviation));

    INDArray a = getParam(GAMMA).mul(inverseDeviation);
    INDArray c = a.mul(gamma).muli(inverseDeviation).divi(-count);
    perChannel("subtract", outputGradient, beta.div(count), inputGradient);
    perChannel("multiply", inputGradient, a, inputGradient);
    perChannel("multiply", centred, c, centred);
    inputGradient.addi(centred);
    return new Pair<>(gradients(beta, gamma, count), inputGradient);
  }

  /** PyTorch's running statistics: momentum 1 - decay, the variance over M - 1. */
  private Gradient gradients(INDArray beta, INDArray gamma, double count) {
    double momentum = 1 - layerConf().getDecay();
    double unbiased = count > 1 ? count / (count - 1) : 1;
    INDArray meanChange = gradientViews.get(GLOBAL_MEAN);
    INDArray varianceChange = gradientViews.get(GLOBAL_VAR);
    meanChange.assign(getParam(GLOBAL_MEAN)).subi(mean).muli(momentum);
    varianceChange.assign(getParam(GLOBAL_VAR)).subi(variance.mul(unbiased)).muli(momentum);
    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(GAMMA, gamma);
    gradient.setGradientFor(BETA, beta);
    gradient.setGradientFor(GLOBAL_MEAN, meanChange);
    gradient.setGradientFor(GLOBAL_VAR, varianceChange);
    return gradient;
  }

  private double valuesPerChannel() {
    return (double) input.length() / input.size(1);
  }

  private INDArray inverseDeviation(INDArray someVariance) {
    return Transforms.pow(someVariance.add(layerConf().getEps()), -0.5, false);
  }

  /** Image by image first: shorter sums lose less in float32, and run over contiguous memory. */
  private static INDArray sumPerChannel(INDArray activation) {
    return activation.sum(2, 3).sum(0);
  }

  private static INDArray squaresPerChannel(INDArray activation) {
    return Nd4j.getExecutioner().exec(new SquaredNorm(activation, false, 2, 3)).sum(0);
  }

  /**
   * The broadcasting operation of this name. ND4J's older {@code BroadcastMulOp} and its kin do the
   * same seven times slower.
   */
  private static INDArray perChannel(
      String operation, INDArray activation, INDArray channels, INDArray output) {
    Nd4j.exec(
        DynamicCustomOp.builder(operation)
            .addInputs(activation, channels.reshape(1, channels.length(), 1, 1))
            .addOutputs(output)
            .build());
    return output;
  }
}
