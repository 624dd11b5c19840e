package arcface4j.model.layer;

import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.BETA;
import static org.deeplearning4j.nn.params.BatchNormalizationParamInitializer.GAMMA;

import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * PyTorch's {@code BatchNorm2d}: epsilon 1e-5, running statistics with an unbiased running
 * variance, and coupled weight decay on gamma and beta where it is asked for.
 */
public final class BatchNorm extends BatchNormalization {

  /** Weight of a batch's statistics in the running ones, PyTorch's default. */
  public static final double MOMENTUM = 0.1;

  private double weightDecay;

  /** For JSON. */
  public BatchNorm() {
    setUseLogStd(false);
    setDecay(1 - MOMENTUM);
    // DeepLearning4J clips the running statistics along with the gradients otherwise.
    setGradientNormalization(GradientNormalization.None);
  }

  /**
   * A configuration.
   *
   * @param weightDecay of gamma and beta; 0 leaves them free
   */
  public static BatchNorm of(double weightDecay) {
    BatchNorm norm = new BatchNorm();
    norm.setWeightDecay(weightDecay);
    return norm;
  }

  public double getWeightDecay() {
    return weightDecay;
  }

  public void setWeightDecay(double weightDecay) {
    this.weightDecay = weightDecay;
  }

  @Override
  public List<Regularization> getRegularizationByParam(String name) {
    boolean decays = weightDecay > 0 && (name.equals(GAMMA) || name.equals(BETA));
    return decays ? List.of(new L2Regularization(weightDecay)) : List.of();
  }

  @Override
  public BatchNorm clone() {
    return (BatchNorm) super.clone();
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
        new BatchNormLayer(configuration, networkType),
        configuration,
        listeners,
        index,
        parametersView,
        initialize);
  }
}
