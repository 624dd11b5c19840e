package arcface4j.train;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;

/**
 * The running part of {@link TorchSgd}: turns a gradient, in place, into what DL4J then subtracts
 * from the parameters. Works on views of the network's flat arrays and makes no temporaries.
 */
public final class TorchSgdUpdater implements GradientUpdater<TorchSgd> {

  private static final String BUFFER = "momentum";

  private final TorchSgd configuration;

  /** Of the gradient's shape; null without momentum. */
  private INDArray buffer;

  TorchSgdUpdater(TorchSgd configuration) {
    this.configuration = configuration;
  }

  @Override
  public TorchSgd getConfig() {
    return configuration;
  }

  @Override
  public void setState(Map<String, INDArray> stateMap, boolean initialize) {
    buffer = stateMap.get(BUFFER);
    if (initialize && buffer != null) {
      buffer.assign(0);
    }
  }

  @Override
  public Map<String, INDArray> getState() {
    return buffer == null ? Map.of() : Map.of(BUFFER, buffer);
  }

  @Override
  public void setStateViewArray(
      INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
    if (initialize) {
      viewArray.assign(0);
    }
    buffer = viewArray.reshape(gradientOrder, gradientShape);
  }

  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    double rate = configuration.getLearningRate(iteration, epoch);
    if (!configuration.hasBuffer()) {
      gradient.muli(rate);
      return;
    }
    if (buffer == null) {
      throw new IllegalStateException("TorchSgd has momentum but was given no buffer");
    }
    double momentum = configuration.momentum().at(iteration);
    addScaled(momentum, buffer, gradient, buffer);
    if (configuration.nesterov()) {
      addScaled(momentum, buffer, gradient, gradient);
      gradient.muli(rate);
    } else {
      buffer.muli(rate, gradient);
    }
  }

  /** result = factor x + y, in one pass. */
  private static void addScaled(double factor, INDArray x, INDArray y, INDArray result) {
    Nd4j.exec(new Axpy(x, y, result, factor));
  }
}
