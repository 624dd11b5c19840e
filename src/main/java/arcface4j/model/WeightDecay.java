package arcface4j.model;

/**
 * PyTorch's coupled weight decay: its coefficient times the parameter is added to the gradient.
 *
 * @param coefficient 0 or more
 * @param onNormsAndBiases whether batch norm's gamma and beta and all biases decay too, as they do
 *     where one {@code torch.optim.SGD} takes every parameter
 */
public record WeightDecay(double coefficient, boolean onNormsAndBiases) {

  /** No decay. */
  public static final WeightDecay NONE = new WeightDecay(0, false);

  public WeightDecay {
    if (!(coefficient >= 0) || Double.isInfinite(coefficient)) {
      throw new IllegalArgumentException("weight decay " + coefficient + " is not 0 or more");
    }
  }

  double ofNormsAndBiases() {
    return onNormsAndBiases ? coefficient : 0;
  }
}
