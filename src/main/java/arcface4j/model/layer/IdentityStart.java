package arcface4j.model.layer;

import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitUniform;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A convolution [O, C, k, k] that begins by passing its C input channels on as its first output
 * channels, PyTorch's {@code dirac_}; the other output channels begin as PyTorch's do. With fewer
 * outputs than inputs the last inputs are not passed on.
 */
public final class IdentityStart implements IWeightInit {

  private static final IWeightInit OTHERS = new WeightInitUniform();

  @Override
  public INDArray init(
      double inputs, double outputs, long[] shape, char order, INDArray parameters) {
    INDArray weights = OTHERS.init(inputs, outputs, shape, order, parameters);
    long passed = Math.min(shape[0], shape[1]);
    weights.get(NDArrayIndex.interval(0, passed)).assign(0);
    for (long channel = 0; channel < passed; channel++) {
      weights.putScalar(new long[] {channel, channel, shape[2] / 2, shape[3] / 2}, 1);
    }
    return weights;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IdentityStart;
  }

  @Override
  public int hashCode() {
    return IdentityStart.class.hashCode();
  }
}
