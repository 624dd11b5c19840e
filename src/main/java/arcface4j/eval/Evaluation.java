package arcface4j.eval;

import java.util.ArrayList;
import java.util.List;

/**
 * Retrieval and verification of one protocol, from one pass over the matrix of cosines, which is
 * never held as a whole: 64 rows of it for each thread.
 *
 * @param protocol who was compared with whom
 * @param retrieval measures that are means over queries, and NMI
 * @param verification measures over all pairs
 */
public record Evaluation(
    Protocol protocol, RetrievalReport retrieval, VerificationReport verification) {

  /** Measures everything; the result does not depend on the number of threads, bit for bit. */
  public static Evaluation of(Protocol protocol, EvaluationOptions options) {
    EmbeddingSet queries = protocol.queries();
    EmbeddingSet references = protocol.references();
    RetrievalColumns columns = new RetrievalColumns(protocol, options);
    PairHistograms pairs = new PairHistograms(protocol, options);
    List<BothVisitors> visitors =
        SimilarityRows.visit(
            queries.values(),
            queries.width(),
            Panels.of(references.values(), references.width()),
            options.threads(),
            () -> new BothVisitors(columns.visitor(), pairs.new Counter()));
    return new Evaluation(
        protocol,
        retrieval(protocol, options, columns),
        pairs.report(visitors.stream().map(BothVisitors::counter).toList()));
  }

  /** Retrieval, then verification. */
  public List<Measure> measures() {
    List<Measure> measures = new ArrayList<>(retrieval.measures());
    measures.addAll(verification.measures());
    return measures;
  }

  private static RetrievalReport retrieval(
      Protocol protocol, EvaluationOptions options, RetrievalColumns ranked) {
    List<QueryColumn> columns = ranked.columns();
    columns.add(ClassCentres.accuracy(protocol, options.threads()));
    Measure clustering = Clustering.measure(protocol, options);
    return new RetrievalReport(columns, clustering, protocol.queries().labels().clone());
  }

  private record BothVisitors(SimilarityRows.Visitor ranks, PairHistograms.Counter counter)
      implements SimilarityRows.Visitor {
    @Override
    public void visit(int query, float[] scores) {
      ranks.visit(query, scores);
      counter.visit(query, scores);
    }
  }
}
