package arcface4j.eval;

/** The classes that the K nearest references vote for, query by query: the measures keep none. */
final class NearestNeighbourVote {

  private NearestNeighbourVote() {}

  /** The predicted class [Q] of each query. */
  static int[] predict(Protocol protocol, int k, VoteTie tie, int threads) {
    boolean leavesSelfOut = protocol.leavesSelfOut();
    int[] labels = protocol.references().labels();
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
