package arcface4j.eval;

/** Predicts classes by the labels of the K nearest references. */
public final class NearestNeighbourVote {

  private NearestNeighbourVote() {}

  /**
   * The predicted class of each query.
   *
   * @param k votes, one for each of the k nearest references
   * @return [Q] labels
   * @throws IllegalArgumentException if k is not positive or larger than the set
   */
  public static int[] predict(Protocol protocol, int k, VoteTie tie, int threads) {
    boolean leavesSelfOut = protocol.leavesSelfOut();
    int[] labels = protocol.references().labels();
    int candidates = labels.length - (leavesSelfOut ? 1 : 0);
    if (k < 1 || k > candidates) {
      throw new IllegalArgumentException(
          "k " + k + " is not in [1, " + candidates + "], the references of a query");
    }
    EmbeddingSet queries = protocol.queries();
    int[] predicted = new int[queries.size()];
    SimilarityRows.visit(
        queries.values(),
        queries.width(),
        Panels.of(protocol.references().values(), queries.width()),
        threads,
        () -> {
          NearestNeighbours nearest = new NearestNeighbours(k);
          return (query, scores) -> {
            nearest.find(scores, labels, leavesSelfOut ? query : -1);
            predicted[query] = nearest.vote(k, tie);
          };
        });
    return predicted;
  }
}
