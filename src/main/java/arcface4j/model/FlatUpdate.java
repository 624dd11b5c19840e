package arcface4j.model;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * A whole update in one pass over the graph's flat float32 vectors: the gradient divided by the
 * batch, weight decay, momentum, step. DeepLearning4J's updater, which is the judge, passes over
 * them once for each of those.
 */
final class FlatUpdate {

  /** Numbers that three arrays of them stay in a core's cache. */
  private static final int BLOCK = 4096;

  /**
   * A part of one parameter.
   *
   * @param offset of its first number in the vectors
   * @param buffer of its first number in the updater's state
   * @param length at most {@link #BLOCK}
   * @param decay coefficient of its weight decay
   * @param statistic whether it is a running statistic, which takes its change as it is
   */
  private record Part(int offset, int buffer, int length, float decay, boolean statistic) {}

  private final ComputationGraph graph;
  private final MomentumRule rule;
  private final List<Part> parts;
  private final int threads;

  private FlatUpdate(ComputationGraph graph, MomentumRule rule, List<Part> parts, int threads) {
    this.graph = graph;
    this.rule = rule;
    this.parts = List.copyOf(parts);
    this.threads = threads;
  }

  /**
   * The update of a graph in float32 whose parameters all follow one {@link MomentumRule} with a
   * buffer and no regularisation but L2; nothing for others.
   */
  static Optional<FlatUpdate> of(ComputationGraph graph, int threads) {
    INDArray state = graph.getUpdater().getStateViewArray();
    boolean addressable = graph.numParams() <= Integer.MAX_VALUE / Float.BYTES;
    if (state == null || !addressable) {
      return Optional.empty();
    }
    List<FlatParameter> all = FlatParameter.of(graph);
    List<FlatParameter> trained = all.stream().filter(each -> !isStatistic(each)).toList();
    long buffered = trained.stream().mapToLong(FlatParameter::length).sum();
    return rule(trained)
        .filter(rule -> state.length() == buffered)
        .map(rule -> new FlatUpdate(graph, rule, parts(all), threads));
  }

  private static boolean isStatistic(FlatParameter parameter) {
    return updater(parameter) instanceof NoOp;
  }

  private static IUpdater updater(FlatParameter parameter) {
    return parameter.vertex().getConfig().getUpdaterByParam(parameter.key());
  }

  /** The one that all follow. */
  private static Optional<MomentumRule> rule(List<FlatParameter> trained) {
    List<IUpdater> updaters = trained.stream().map(FlatUpdate::updater).distinct().toList();
    boolean knownDecay = trained.stream().allMatch(each -> decay(each).isPresent());
    return knownDecay && updaters.size() == 1 && updaters.get(0) instanceof MomentumRule rule
        ? Optional.of(rule)
        : Optional.empty();
  }

  /** The coefficient, unless there is another regularisation. */
  private static Optional<Float> decay(FlatParameter parameter) {
    List<Regularization> all =
        parameter.vertex().getConfig().getRegularizationByParam(parameter.key());
    if (all == null || all.isEmpty()) {
      return Optional.of(0f);
    }
    return all.size() == 1 && all.get(0) instanceof L2Regularization l2
        ? Optional.of((float) l2.getL2().valueAt(0, 0))
        : Optional.empty();
  }

  private static List<Part> parts(List<FlatParameter> all) {
    List<Part> parts = new ArrayList<>();
    int buffer = 0;
    for (FlatParameter each : all) {
      int offset = Math.toIntExact(each.offset());
      boolean statistic = isStatistic(each);
      float decay = decay(each).orElse(0f);
      addParts(parts, new Part(offset, buffer, each.length(), decay, statistic));
      buffer += statistic ? 0 : each.length();
    }
    return parts;
  }

  private static void addParts(List<Part> parts, Part whole) {
    for (int from = 0; from < whole.length; from += BLOCK) {
      int length = Math.min(BLOCK, whole.length - from);
      int buffer = whole.statistic ? 0 : whole.buffer + from;
      parts.add(new Part(whole.offset + from, buffer, length, whole.decay, whole.statistic));
    }
  }

  /**
   * Takes the step.
   *
   * @param step number of the step, which rate and momentum follow
   * @param batchSize what the gradient, summed over the batch, is divided by
   */
  void apply(int step, int batchSize) {
    Vectors vectors =
        new Vectors(
            graph.params().data().asNioFloat(),
            graph.getFlattenedGradients().data().asNioFloat(),
            graph.getUpdater().getStateViewArray().data().asNioFloat());
    Factors factors =
        new Factors(
            batchSize, (float) rule.rateAt(step), (float) rule.momentumAt(step), rule.nesterov());
    int share = (parts.size() + threads - 1) / threads;
    IntStream workers = IntStream.range(0, threads);
    (threads > 1 ? workers.parallel() : workers)
        .forEach(
            worker -> {
              int from = Math.min(parts.size(), worker * share);
              int to = Math.min(parts.size(), from + share);
              new Worker(vectors, factors).update(parts.subList(from, to));
            });
  }

  private record Vectors(FloatBuffer parameters, FloatBuffer gradients, FloatBuffer buffers) {}

  private record Factors(float batchSize, float rate, float momentum, boolean nesterov) {}

  /** One thread's work, on arrays of its own: Java's compiler makes vector code of those. */
  private static final class Worker {
    private final Vectors vectors;
    private final Factors factors;
    private final float[] parameter = new float[BLOCK];
    private final float[] gradient = new float[BLOCK];
    private final float[] buffer = new float[BLOCK];

    Worker(Vectors vectors, Factors factors) {
      this.vectors = vectors;
      this.factors = factors;
    }

    void update(List<Part> parts) {
      for (Part part : parts) {
        vectors.parameters.get(part.offset, parameter, 0, part.length);
        vectors.gradients.get(part.offset, gradient, 0, part.length);
        if (part.statistic) {
          subtract(part.length);
        } else {
          vectors.buffers.get(part.buffer, buffer, 0, part.length);
          descend(part.length, part.decay);
          vectors.buffers.put(part.buffer, buffer, 0, part.length);
        }
        vectors.parameters.put(part.offset, parameter, 0, part.length);
      }
    }

    private void subtract(int length) {
      for (int i = 0; i < length; i++) {
        parameter[i] -= gradient[i];
      }
    }

    private void descend(int length, float decay) {
      float size = factors.batchSize;
      float rate = factors.rate;
      float momentum = factors.momentum;
      float ahead = factors.nesterov ? momentum : 1;
      float present = factors.nesterov ? 1 : 0;
      for (int i = 0; i < length; i++) {
        float slope = gradient[i] / size + decay * parameter[i];
        float moved = momentum * buffer[i] + slope;
        buffer[i] = moved;
        parameter[i] -= rate * (ahead * moved + present * slope);
      }
    }
  }
}
