package arcface4j.report;

import arcface4j.eval.ExactSearch;
import arcface4j.eval.Protocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Queries beside their nearest references, each framed as right or wrong. */
final class Gallery {

  private final Findings findings;
  private final ReportOptions options;

  Gallery(Findings findings, ReportOptions options) {
    this.findings = findings;
    this.options = options;
  }

  /**
   * A query and what was found.
   *
   * @param query the picture that was asked about
   * @param found the nearest references, nearest first
   */
  record Row(Picture query, List<Picture> found) {}

  List<Row> rows() {
    int[] queries = queries();
    List<List<ExactSearch.Neighbour>> found =
        ExactSearch.nearest(findings.evaluation().protocol(), queries, options.neighbours());
    return IntStream.range(0, queries.length).mapToObj(i -> row(queries[i], found.get(i))).toList();
  }

  /** Class by class in turn, so that no class is left out while another has two. */
  private int[] queries() {
    List<Integer> shuffled = new ArrayList<>(IntStream.range(0, findings.size()).boxed().toList());
    Collections.shuffle(shuffled, new Random(options.seed()));
    List<List<Integer>> byClass =
        IntStream.of(findings.evaluation().protocol().queries().classes())
            .mapToObj(label -> shuffled.stream().filter(r -> findings.truth(r) == label).toList())
            .toList();
    int most = byClass.stream().mapToInt(List::size).max().orElse(0);
    return IntStream.range(0, most)
        .boxed()
        .flatMap(turn -> byClass.stream().filter(r -> turn < r.size()).map(r -> r.get(turn)))
        .mapToInt(Integer::intValue)
        .limit(options.galleryQueries())
        .toArray();
  }

  private Row row(int query, List<ExactSearch.Neighbour> found) {
    String truth = findings.className(findings.truth(query));
    Picture asked =
        new Picture(
            DataUri.of(findings.queries().picture(query)),
            "query: " + truth + ", " + findings.queries().name(query),
            "query",
            List.of(truth));
    return new Row(asked, found.stream().map(neighbour -> found(query, neighbour)).toList());
  }

  private Picture found(int query, ExactSearch.Neighbour neighbour) {
    Protocol protocol = findings.evaluation().protocol();
    int label = protocol.references().label(neighbour.row());
    boolean right = label == findings.truth(query);
    String name = findings.className(label);
    String cosine = Text.cosine(neighbour.cosine());
    return new Picture(
        DataUri.of(findings.references().picture(neighbour.row())),
        "%s neighbour: %s, cosine %s".formatted(right ? "right" : "wrong", name, cosine),
        right ? "right" : "wrong",
        List.of(name, cosine));
  }
}
