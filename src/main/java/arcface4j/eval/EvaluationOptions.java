package arcface4j.eval;

import java.util.List;

/**
 * What is measured and with how many threads; the results do not depend on the threads.
 *
 * @param recallAt the K of Recall@K
 * @param neighbours the k of k-NN accuracy
 * @param voteTie which class wins equal votes
 * @param falseAcceptRates the targets of TAR@FAR
 * @param clusterings how often k-means starts anew for NMI (the best one counts); 0 leaves NMI out
 * @param seed of k-means and of the folds of verification
 * @param threads threads that compute
 */
public record EvaluationOptions(
    List<Integer> recallAt,
    List<Integer> neighbours,
    VoteTie voteTie,
    List<Double> falseAcceptRates,
    int clusterings,
    long seed,
    int threads) {

  /** Refuses what cannot be measured. */
  public EvaluationOptions {
    recallAt = positive("Recall@K: K", recallAt);
    neighbours = positive("k-NN: k", neighbours);
    falseAcceptRates = List.copyOf(falseAcceptRates);
    for (double rate : falseAcceptRates) {
      if (!(rate > 0 && rate < 1)) {
        throw new IllegalArgumentException("false-accept rate " + rate + " is not in (0, 1)");
      }
    }
    if (clusterings < 0) {
      throw new IllegalArgumentException(clusterings + " clusterings; 0 or more are possible");
    }
    if (threads < 1) {
      throw new IllegalArgumentException(threads + " threads; at least 1 is needed");
    }
  }

  private static List<Integer> positive(String what, List<Integer> values) {
    for (int value : values) {
      if (value < 1) {
        throw new IllegalArgumentException(what + " " + value + " is not positive");
      }
    }
    return List.copyOf(values);
  }

  /** Recall@1/2/4/8, 1-, 5- and 20-NN, TAR at FAR 1e-1 to 1e-6, every processor. */
  public static EvaluationOptions defaults() {
    return new EvaluationOptions(
        List.of(1, 2, 4, 8),
        List.of(1, 5, 20),
        VoteTie.NEAREST,
        List.of(1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6),
        3,
        1,
        Runtime.getRuntime().availableProcessors());
  }

  public EvaluationOptions withThreads(int count) {
    return new EvaluationOptions(
        recallAt, neighbours, voteTie, falseAcceptRates, clusterings, seed, count);
  }

  public EvaluationOptions withSeed(long value) {
    return new EvaluationOptions(
        recallAt, neighbours, voteTie, falseAcceptRates, clusterings, value, threads);
  }

  public EvaluationOptions withNeighbours(List<Integer> ks, VoteTie tie) {
    return new EvaluationOptions(recallAt, ks, tie, falseAcceptRates, clusterings, seed, threads);
  }

  public EvaluationOptions withRecallAt(List<Integer> ks) {
    return new EvaluationOptions(
        ks, neighbours, voteTie, falseAcceptRates, clusterings, seed, threads);
  }

  public EvaluationOptions withClusterings(int count) {
    return new EvaluationOptions(
        recallAt, neighbours, voteTie, falseAcceptRates, count, seed, threads);
  }
}
