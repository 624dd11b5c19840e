package arcface4j.head;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/**
 * The mathematics of the heads, written once as a SameDiff graph.
 *
 * <p><b>Cosines.</b> With x the feature [D] and w_jk the k-th centre of class j [D], cos(theta_j) =
 * max_k x.w_jk / (|x| |w_jk|) (NormFace, arXiv:1704.06369, eq. 4; the maximum over K centres is
 * sub-centre ArcFace, ECCV 2020, eq. 3). The logits of inference are s cos(theta_j): no label, no
 * margin. In training the logit of the label's class y alone is replaced:
 *
 * <ul>
 *   <li>ArcFace (arXiv:1801.07698, eq. 3): s cos(theta_y + m)
 *   <li>CosFace (arXiv:1801.09414, eq. 4): s (cos(theta_y) - m)
 *   <li>SphereFace (arXiv:1704.08063, eq. 7): |x| (lambda cos(theta_y) + psi(theta_y)) / (1 +
 *       lambda), psi(theta) = (-1)^k cos(m theta) - 2k on the sector k pi/m <= theta <= (k+1) pi/m,
 *       and |x| in place of s everywhere
 *   <li>NormFace: nothing is replaced
 * </ul>
 *
 * <p><b>cos(theta + m) without an angle.</b> The addition theorem gives cos(theta + m) = cos(theta)
 * cos(m) - sin(theta) sin(m). An angle between vectors lies in [0, pi], where the sine is not
 * negative, so sin(theta) = +sqrt(1 - cos(theta)^2): the cosine that the matrix product gives is
 * enough. The derivative by cos(theta) is cos(m) + sin(m) cos(theta) / sin(theta). The inverse
 * cosine would bring in the factor 1 / sin(theta) twice, only to cancel it.
 *
 * <p><b>Past pi - m.</b> cos(theta + m) falls with theta only up to theta + m = pi; beyond, a
 * larger angle would give a larger logit and the gradient would push the feature away from its
 * class. So while cos(theta) > cos(pi - m) = -cos(m) the margin is in the angle, and past that
 * point it is CosFace's, cos(theta) - m sin(pi - m) = cos(theta) - m sin(m), which falls up to
 * theta = pi. The two do not meet at pi - m: there the first is -1 and the second -cos(m) - m
 * sin(m), about m^2 / 2 lower, so the logit still falls. That is the original's formula, kept.
 *
 * <p><b>Easy margin</b> puts the margin only where cos(theta) > 0, and leaves cos(theta) elsewhere:
 * a feature on the wrong side of its class is first brought over without a margin, so training
 * starts easily. At theta = pi / 2 the logit jumps by sin(m).
 *
 * <p><b>cos(m theta)</b> is the Chebyshev polynomial T_m(cos(theta)), again without an angle; the
 * sector k is the number of j in 1..m-1 with cos(theta) <= cos(j pi / m).
 *
 * <p><b>Loss.</b> Cross entropy, summed over the batch because DL4J divides by its rows. With label
 * smoothing e the target is (1 - e) one-hot + e / C, so a row's loss is log sum_j exp(z_j) - (1 -
 * e) z_y - e / C sum_j z_j over the logits z that carry the margin, PyTorch's definition. The focal
 * loss acts on the batch's mean: (1 - exp(-ce))^gamma ce, times the rows for the same reason.
 *
 * <p><b>Finite gradients.</b> sin(theta) has an infinite slope at theta = 0 and pi, so its cosine
 * is clipped to +-(1 - 1e-7), outside of which it has slope 0. A feature or centre of length 0 has
 * no direction: its cosines are 0 and it gets no gradient. A feature is divided by its largest
 * element before its length is taken, so that no square overflows; as the direction does not depend
 * on that divisor, no gradient flows through it.
 */
final class MarginGraph {

  /** Logits without margin, [N, C]. */
  static final String LOGITS = "logits";

  /** Logits with the margin on the label's class, [N, C]. */
  static final String MARGIN_LOGITS = "marginLogits";

  /** The loss summed over the batch, a scalar. */
  static final String LOSS = "loss";

  static final String WEIGHT = "W";
  static final String BIAS = "b";

  private static final String MARGIN = "margin";
  private static final String COS_MARGIN = "cosMargin";
  private static final String SIN_MARGIN = "sinMargin";
  private static final String CUT_OVER = "cutOver";
  private static final String PAST_CUT_OVER = "pastCutOver";
  private static final String ANNEALED = "annealed";
  private static final String ROWS = "rows";

  private static final double LARGEST_COSINE = 1.0 - 1e-7;
  private static final double SHORTEST = 1e-12;
  private static final double SMALLEST_FOCUS = 1e-7;

  private final SameDiff graph;
  private final MarginHead head;
  private final int classes;
  private final DataType dataType;

  MarginGraph(SameDiff graph, MarginHead head, int classes, DataType dataType) {
    this.graph = graph;
    this.head = head;
    this.classes = classes;
    this.dataType = dataType;
  }

  /**
   * The numbers that change from step to step, by the name of their placeholder.
   *
   * @param iteration training steps that are done, 0 for the first
   * @param rows N
   */
  static Map<String, Double> stepValues(MarginHead head, long iteration, long rows) {
    Map<String, Double> values = new LinkedHashMap<>();
    double margin = head.marginAt(iteration);
    switch (head.kind()) {
      case ARCFACE -> {
        values.put(COS_MARGIN, Math.cos(margin));
        values.put(SIN_MARGIN, Math.sin(margin));
        if (!head.easyMargin()) {
          values.put(CUT_OVER, Math.cos(Math.PI - margin));
          values.put(PAST_CUT_OVER, margin * Math.sin(Math.PI - margin));
        }
      }
      case COSFACE -> values.put(MARGIN, margin);
      case SPHEREFACE ->
          values.put(ANNEALED, 1.0 / (1.0 + SphereFaceAnnealing.lambdaAt(iteration + 1)));
      case NORMFACE, SOFTMAX -> {}
    }
    if (head.focalGamma() > 0) {
      values.put(ROWS, (double) rows);
    }
    return values;
  }

  /**
   * Adds the head to the graph.
   *
   * @param features [N, D]
   * @param labels one-hot [N, C]
   * @param parameters {@link #WEIGHT} [C * K, D], row class * K + centre; softmax also {@link
   *     #BIAS} [1, C]
   * @return the loss
   */
  SDVariable define(SDVariable features, SDVariable labels, Map<String, SDVariable> parameters) {
    SDVariable logits =
        head.kind() == HeadKind.SOFTMAX
            ? linearLogits(features, parameters)
            : angularLogits(features, labels, parameters.get(WEIGHT));
    SDVariable loss = loss(logits, labels).rename(LOSS);
    loss.markAsLoss();
    return loss;
  }

  private SDVariable linearLogits(SDVariable features, Map<String, SDVariable> parameters) {
    SDVariable logits =
        graph
            .mmul(features, parameters.get(WEIGHT), false, true, false)
            .add(LOGITS, parameters.get(BIAS));
    return graph.identity(MARGIN_LOGITS, logits);
  }

  private SDVariable angularLogits(SDVariable features, SDVariable labels, SDVariable weight) {
    // Directions and lengths.
    SDVariable largest = graph.math().normMax(features, true, 1); // [N, 1]
    SDVariable known = flag(largest.gt(SHORTEST)); // 1 where there is a direction, [N, 1]
    SDVariable divisor = constant(largest.mul(known).add(known.rsub(1.0)));
    SDVariable reduced = features.mul(constant(known.div(divisor))); // [N, D]
    SDVariable squares = graph.math().squaredNorm(reduced, true, 1).add(known.rsub(1.0));
    SDVariable inverse = graph.math().rsqrt(squares); // [N, 1]

    // s cos(theta). The scale goes to the rows, which saves a pass over [N, C]. SphereFace, where
    // s is 1, is multiplied by |x| afterwards: |x|^2 would overflow in its gradient otherwise.
    SDVariable scaled = cosines(reduced.mul(inverse.mul(head.scale())), weight); // [N, C]
    boolean byLength = head.kind() == HeadKind.SPHEREFACE;
    SDVariable length = byLength ? squares.mul(inverse).mul(divisor).mul(known) : null; // |x|
    SDVariable logits = (byLength ? scaled.mul(length) : scaled).rename(LOGITS);
    if (head.kind() == HeadKind.NORMFACE) {
      return graph.identity(MARGIN_LOGITS, logits);
    }

    // The label's logit is replaced: [N, 1] numbers, spread by the one-hot labels.
    SDVariable target = labels.mul(scaled).sum(true, 1).div(head.scale()); // cos(theta_y)
    SDVariable change = targetCosine(target).sub(target).mul(head.scale());
    return logits.add(MARGIN_LOGITS, labels.mul(byLength ? change.mul(length) : change));
  }

  /** Scaled cosine of each row with the nearest centre of each class, [N, C]. */
  private SDVariable cosines(SDVariable rows, SDVariable weight) {
    SDVariable squares = graph.math().squaredNorm(weight, false, 1); // [C * K]
    SDVariable known = flag(squares.gt(SHORTEST * SHORTEST));
    SDVariable inverse = graph.math().rsqrt(squares.add(known.rsub(1.0))).mul(known);
    SDVariable centres = graph.mmul(rows, weight, false, true, false).mul(inverse);
    return nearest(centres);
  }

  /** Maximum over the K centres; pair by pair, as reducing an axis of length K is slow. */
  private SDVariable nearest(SDVariable centres) {
    int count = head.centres().perClass();
    if (count == 1) {
      return centres;
    }
    SDVariable[] each = graph.unstack(centres.reshape(-1, classes, count), 2, count);
    return Arrays.stream(each).reduce(this::larger).orElseThrow();
  }

  /** max(a, b) whose gradient goes to a when both are equal; that of ND4J's max goes to both. */
  private SDVariable larger(SDVariable a, SDVariable b) {
    return a.add(graph.nn().relu(b.sub(a), 0.0));
  }

  private SDVariable targetCosine(SDVariable cosine) {
    return switch (head.kind()) {
      case ARCFACE -> arcFace(cosine);
      case COSFACE -> cosine.sub(step(MARGIN));
      case SPHEREFACE -> cosine.add(psi(cosine).sub(cosine).mul(step(ANNEALED)));
      case NORMFACE, SOFTMAX -> throw new IllegalStateException(head.kind() + " has no margin");
    };
  }

  private SDVariable arcFace(SDVariable cosine) {
    SDVariable clipped = graph.math().clipByValue(cosine, -LARGEST_COSINE, LARGEST_COSINE);
    SDVariable sine = graph.math().sqrt(clipped.mul(clipped).rsub(1.0));
    SDVariable withMargin = cosine.mul(step(COS_MARGIN)).sub(sine.mul(step(SIN_MARGIN)));
    SDVariable otherwise = head.easyMargin() ? cosine : cosine.sub(step(PAST_CUT_OVER));
    SDVariable inAngle = flag(head.easyMargin() ? cosine.gt(0.0) : cosine.gt(step(CUT_OVER)));
    return otherwise.add(inAngle.mul(withMargin.sub(otherwise)));
  }

  /** psi(theta) = (-1)^k cos(m theta) - 2k; m = 1 has one sector and is cos(theta). */
  private SDVariable psi(SDVariable cosine) {
    int multiplier = (int) head.margin();
    SDVariable value = chebyshev(cosine, multiplier);
    SDVariable sector = null;
    for (int j = 1; j < multiplier; j++) {
      SDVariable beyond = flag(cosine.lte(Math.cos(j * Math.PI / multiplier)));
      value = value.mul(beyond.mul(-2.0).add(1.0));
      sector = sector == null ? beyond : sector.add(beyond);
    }
    return sector == null ? value : value.sub(sector.mul(2.0));
  }

  /** T_m(c) by the recurrence T_n+1 = 2 c T_n - T_n-1. */
  private static SDVariable chebyshev(SDVariable cosine, int degree) {
    SDVariable before = null;
    SDVariable value = cosine;
    for (int n = 1; n < degree; n++) {
      SDVariable doubled = cosine.mul(value).mul(2.0);
      SDVariable next = before == null ? doubled.sub(1.0) : doubled.sub(before);
      before = value;
      value = next;
    }
    return value;
  }

  private SDVariable loss(SDVariable logits, SDVariable labels) {
    // By hand: the gradient of softmaxCrossEntropy ignores what comes after it, and so the focal
    // loss; logSoftmax takes the logarithm of a probability that is 0 in float from e^-104 on.
    SDVariable shifted = logits.sub(constant(logits.max(true, 1)));
    SDVariable logSums = graph.math().log(graph.math().exp(shifted).sum(1)); // [N]
    SDVariable total = logSums.sum().sub(target(labels).mul(shifted).sum());
    if (head.focalGamma() == 0) {
      return total;
    }
    SDVariable mean = total.div(step(ROWS));
    SDVariable missed = graph.math().expm1(mean.neg()).neg(); // 1 - exp(-ce)
    // Powers below 1 have an infinite slope at 0.
    SDVariable focus = graph.math().clipByValue(missed, SMALLEST_FOCUS, 1.0);
    return total.mul(graph.math().pow(focus, head.focalGamma()));
  }

  /** [N, C], each row sums to 1. */
  private SDVariable target(SDVariable labels) {
    double smoothing = head.labelSmoothing();
    return smoothing == 0 ? labels : labels.mul(1 - smoothing).add(smoothing / classes);
  }

  private SDVariable step(String name) {
    return graph.placeHolder(name, dataType);
  }

  private SDVariable flag(SDVariable condition) {
    return condition.castTo(dataType);
  }

  private SDVariable constant(SDVariable value) {
    return new StopGradient(graph, value).outputVariable();
  }
}
