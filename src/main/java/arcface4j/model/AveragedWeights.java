package arcface4j.model;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.Axpy;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The exponential moving average of a network's weights and running statistics over its steps
 * (Polyak and Juditsky, 1992; exponential as in Tarvainen and Valpola, 2017, <a
 * href="https://arxiv.org/abs/1703.01780">arXiv:1703.01780</a>, eq. 2; the beginning as in
 * TensorFlow's {@code ExponentialMovingAverage} with {@code num_updates}):
 *
 * <pre>
 *   average = d average + (1 - d) weights      d = min(decay, (1 + n) / (10 + n)) after step n
 * </pre>
 *
 * The smaller d of the first steps lets the random weights of the start go quickly.
 */
public final class AveragedWeights {

  /** Numbers that change places at a time. */
  private static final long PIECE = 1 << 14;

  private final EmbeddingNetwork network;
  private final double decay;
  private final INDArray other; // [all parameters], the average while the network has the weights
  private final INDArray kept; // [PIECE]

  /**
   * Begins with the network's present weights.
   *
   * @param decay share of the old average in the new one, in [0, 1)
   */
  public AveragedWeights(EmbeddingNetwork network, double decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("decay " + decay + " is not in [0, 1); 0.999 is usual");
    }
    this.network = network;
    this.decay = decay;
    this.other = graph().params().dup();
    this.kept = Nd4j.createUninitialized(other.dataType(), PIECE);
  }

  private ComputationGraph graph() {
    return network.graph();
  }

  static double decayAfter(long step, double decay) {
    return Math.min(decay, (1.0 + step) / (10.0 + step));
  }

  /** Takes in the weights that a step left. */
  public void update() {
    double kept = decayAfter(network.step(), decay);
    other.muli(kept);
    Nd4j.exec(new Axpy(graph().params(), other, other, 1 - kept));
  }

  /**
   * Average and weights change places: after the first call the network has the average, after the
   * second its own weights again, bit for bit. It takes no memory for numbers, which may be short
   * when an evaluation has failed: the weights must come back then too.
   */
  public void exchange() {
    for (long from = 0; from < other.length(); from += PIECE) {
      long length = Math.min(PIECE, other.length() - from);
      exchange(piece(other, from, length), piece(graph().params(), from, length));
    }
    network.parametersChanged();
  }

  private void exchange(INDArray one, INDArray another) {
    INDArray held = piece(kept, 0, one.length());
    held.assign(one);
    one.assign(another);
    another.assign(held);
  }

  private static INDArray piece(INDArray vector, long from, long length) {
    return vector.reshape(vector.length()).get(NDArrayIndex.interval(from, from + length));
  }

  /** A copy of what the network does not have at present, in the order of its parameters. */
  public float[] others() {
    return other.dup().data().asFloat();
  }

  /** Restores what {@link #others} gave. */
  public void setOthers(float[] values) {
    other.assign(Nd4j.createFromArray(values).reshape(other.shape()));
  }
}
