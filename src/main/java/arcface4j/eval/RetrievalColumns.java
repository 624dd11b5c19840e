package arcface4j.eval;

import java.util.ArrayList;
import java.util.List;

/**
 * Fills in the retrieval measures of one query after the other. Threads share it: each query writes
 * its own entries only.
 *
 * <p>With R_q relevant references at the ranks r_1 &lt; r_2 &lt; ...: Recall@K is 1 if r_1 &lt;= K;
 * R-precision the number of ranks up to R_q, over R_q; MAP@R the sum of i / r_i over those ranks,
 * over R_q (Musgrave, Belongie and Lim 2020, eq. 1 and 2); MAP the same sum over all ranks; MRR 1 /
 * r_1. A query with R_q = 0 is left out; the k-NN vote counts it as wrong.
 */
final class RetrievalColumns {

  private static final String LONE = "no query has a reference with its label";

  private final EvaluationOptions options;
  private final EmbeddingSet queries;
  private final int[] referenceLabels; // [G]
  private final boolean leavesSelfOut;
  private final int candidates; // references that one query is compared with
  private final int votes; // neighbours that are looked for
  private final double[][] recall; // [K values, Q]
  private final double[] precisionAtR; // [Q]
  private final double[] averagePrecisionAtR;
  private final double[] averagePrecision;
  private final double[] reciprocalRank;
  private final double[][] correctVote; // [K values, Q]
  private final String protocol;

  RetrievalColumns(Protocol protocol, EvaluationOptions options) {
    int size = protocol.queries().size();
    this.options = options;
    this.queries = protocol.queries();
    this.referenceLabels = protocol.references().labels();
    this.leavesSelfOut = protocol.leavesSelfOut();
    this.candidates = referenceLabels.length - (leavesSelfOut ? 1 : 0);
    this.votes =
        options.neighbours().stream().mapToInt(k -> k).filter(k -> k <= candidates).max().orElse(0);
    this.recall = new double[options.recallAt().size()][size];
    this.precisionAtR = new double[size];
    this.averagePrecisionAtR = new double[size];
    this.averagePrecision = new double[size];
    this.reciprocalRank = new double[size];
    this.correctVote = new double[options.neighbours().size()][size];
    this.protocol = protocol.description();
  }

  /** A visitor for one thread. */
  SimilarityRows.Visitor visitor() {
    RelevantRanks ranks = new RelevantRanks();
    NearestNeighbours neighbours = new NearestNeighbours(votes);
    return (query, scores) -> {
      int self = leavesSelfOut ? query : -1;
      ranks.rank(scores, referenceLabels, queries.label(query), self);
      fillRanks(query, ranks);
      if (votes > 0) {
        neighbours.find(scores, referenceLabels, self);
        fillVotes(query, neighbours);
      }
    };
  }

  private void fillRanks(int query, RelevantRanks ranks) {
    boolean lone = ranks.count() == 0;
    int first = lone ? 0 : ranks.rank(0);
    for (int i = 0; i < recall.length; i++) {
      recall[i][query] = lone ? Double.NaN : first <= options.recallAt().get(i) ? 1 : 0;
    }
    reciprocalRank[query] = lone ? Double.NaN : 1.0 / first;
    fillPrecisions(query, ranks);
  }

  private void fillPrecisions(int query, RelevantRanks ranks) {
    int count = ranks.count();
    int hits = 0;
    double sum = 0;
    double sumAtR = 0;
    for (int i = 0; i < count; i++) {
      double precision = (i + 1.0) / ranks.rank(i);
      sum += precision;
      if (ranks.rank(i) <= count) {
        sumAtR = sum;
        hits++;
      }
    }
    precisionAtR[query] = (double) hits / count; // 0.0 / 0 is NaN: left out
    averagePrecisionAtR[query] = sumAtR / count;
    averagePrecision[query] = sum / count;
  }

  private void fillVotes(int query, NearestNeighbours neighbours) {
    for (int i = 0; i < correctVote.length; i++) {
      int k = options.neighbours().get(i);
      if (k <= candidates) {
        int label = neighbours.vote(k, options.voteTie());
        correctVote[i][query] = label == queries.label(query) ? 1 : 0;
      }
    }
  }

  /** The columns, once every query was visited. */
  List<QueryColumn> columns() {
    List<QueryColumn> columns = new ArrayList<>();
    addEachK(columns, "Recall@", options.recallAt(), recall, LONE);
    columns.add(new QueryColumn("R-precision", precisionAtR, protocol, LONE));
    columns.add(new QueryColumn("MAP@R", averagePrecisionAtR, protocol, LONE));
    columns.add(new QueryColumn("MAP", averagePrecision, protocol, LONE));
    columns.add(new QueryColumn("MRR", reciprocalRank, protocol, LONE));
    addEachK(columns, "k-NN accuracy, k=", options.neighbours(), correctVote, "no queries");
    return columns;
  }

  private void addEachK(
      List<QueryColumn> columns, String name, List<Integer> ks, double[][] values, String reason) {
    for (int i = 0; i < values.length; i++) {
      int k = ks.get(i);
      columns.add(
          k <= candidates
              ? new QueryColumn(name + k, values[i], protocol, reason)
              : QueryColumn.undefined(name + k, queries.size(), protocol, tooLarge(k)));
    }
  }

  private String tooLarge(int k) {
    return "k " + k + " is larger than the " + candidates + " references of a query";
  }
}
