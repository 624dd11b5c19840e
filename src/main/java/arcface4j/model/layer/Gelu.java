package arcface4j.model.layer;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The Gaussian error linear unit in its tanh form, {@link arcface4j.engine.Activation#GELU}: y = x
 * (1 + t) / 2 with t = tanh(u), u = a (x + b x^3). ND4J's own, {@code precise} or not, is another
 * function, up to 0.03 away.
 *
 * <p>Results are written over {@code x}, which lies in the workspace where they belong.
 */
public final class Gelu extends BaseActivationFunction {

  private static final double A = Math.sqrt(2 / Math.PI);
  private static final double B = 0.044715;

  /** A layer of it. */
  public static ActivationLayer layer() {
    return new ActivationLayer(new Gelu());
  }

  @Override
  public INDArray getActivation(INDArray x, boolean training) {
    return x.muli(half(tanh(x).addi(1)));
  }

  /** dy/dx = (1 + t) / 2 + x / 2 (1 - t^2) a (1 + 3 b x^2). */
  @Override
  public Pair<INDArray, INDArray> backprop(INDArray x, INDArray gradient) {
    INDArray t = tanh(x);
    INDArray slopeOfU = x.mul(x).muli(3 * B).addi(1).muli(A);
    INDArray slope = t.mul(t).rsubi(1).muli(slopeOfU).muli(half(x)).addi(half(t.addi(1)));
    return new Pair<>(x.assign(slope.muli(gradient)), null);
  }

  private static INDArray half(INDArray x) {
    return x.mul(0.5);
  }

  private static INDArray tanh(INDArray x) {
    return Transforms.tanh(x.mul(x).muli(B).addi(1).muli(x).muli(A), false);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Gelu;
  }

  @Override
  public int hashCode() {
    return Gelu.class.hashCode();
  }

  @Override
  public String toString() {
    return "gelu";
  }
}
