package arcface4j.model;

/** A step's loss is not finite; the parameters are as they were before the step. */
public final class NonFiniteLossException extends RuntimeException {
  NonFiniteLossException(double loss, long step, double learningRate, String largestGradient) {
    super(
        "the loss is %s at step %d (learning rate %s, largest gradient %s); try a smaller --lr or a margin warm-up"
            .formatted(loss, step, learningRate, largestGradient));
  }
}
