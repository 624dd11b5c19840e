package arcface4j.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What retrieval measured: Recall@K, R-precision, MAP@R, MAP, MRR, k-NN and nearest-centre accuracy
 * query by query, and NMI.
 *
 * @param columns the measures that are means over queries
 * @param clustering NMI of k-means on the queries
 * @param queryLabels [Q]
 */
public record RetrievalReport(List<QueryColumn> columns, Measure clustering, int[] queryLabels) {

  /** Means over all queries (micro), then NMI. */
  public List<Measure> measures() {
    List<Measure> measures = new ArrayList<>();
    columns.forEach(column -> measures.add(column.mean()));
    measures.add(clustering);
    return measures;
  }

  /** Means over the queries of one class, for each class by ascending label. */
  public SortedMap<Integer, List<Measure>> perClass() {
    SortedMap<Integer, List<Measure>> classes = new TreeMap<>();
    queriesByLabel()
        .forEach(
            (label, queries) -> {
              int[] rows = queries.stream().mapToInt(query -> query).toArray();
              classes.put(label, columns.stream().map(column -> column.mean(rows)).toList());
            });
    return classes;
  }

  private Map<Integer, List<Integer>> queriesByLabel() {
    return IntStream.range(0, queryLabels.length)
        .boxed()
        .collect(Collectors.groupingBy(query -> queryLabels[query]));
  }

  /** The column of this name. */
  public QueryColumn column(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no retrieval measure \"" + name + "\""));
  }

  /**
   * 95 % intervals of the means by resampling queries; the references stay as they are. NMI has
   * none: it would need a clustering for each sample.
   */
  public List<Interval> intervals(Bootstrap bootstrap) {
    String unit = "queries, references kept";
    return bootstrap.intervals(measures().subList(0, columns.size()), unit, this::resampledMeans);
  }

  private double[] resampledMeans(Random random) {
    int[] drawn = random.ints(queryLabels.length, 0, queryLabels.length).toArray();
    return columns.stream().mapToDouble(column -> column.mean(drawn).value()).toArray();
  }
}
