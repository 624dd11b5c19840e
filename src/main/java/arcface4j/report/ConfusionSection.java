package arcface4j.report;

import arcface4j.eval.ClassMeasures;
import arcface4j.eval.ConfusionMatrix;
import arcface4j.eval.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** What each class was taken for, and how well each was told from the others. */
final class ConfusionSection {

  /** More rows would be thinner than a line of text. */
  private static final int WIDEST_MATRIX = 60;

  private static final int MOST_CONFUSIONS = 10;

  private final Findings findings;

  ConfusionSection(Findings findings) {
    this.findings = findings;
  }

  /** A number off the diagonal. */
  private record Confusion(int truth, int predicted, long count) {}

  private ConfusionMatrix matrix() {
    return findings.classification().confusion();
  }

  /** The matrix; none if there are too many classes to see anything. */
  List<Figure> figures() {
    List<String> names = IntStream.of(matrix().classes()).mapToObj(findings::className).toList();
    if (names.size() > WIDEST_MATRIX) {
      return List.of();
    }
    return List.of(
        new Figure(
            "chart-confusion",
            "Confusion matrix",
            summary(),
            "square",
            new Chart.Matrix(names, matrix().counts()),
            counts(names)));
  }

  private String summary() {
    return "%s of %s images lie on the diagonal. %s"
        .formatted(Text.count(matrix().correct()), Text.count(matrix().total()), mostFrequent());
  }

  private String mostFrequent() {
    return confusions().stream()
        .findFirst()
        .map(
            most ->
                "The most frequent confusion: %s taken for %s, %s times."
                    .formatted(
                        findings.className(most.truth()),
                        findings.className(most.predicted()),
                        Text.count(most.count())))
        .orElse("Nothing was confused.");
  }

  private Table counts(List<String> names) {
    List<String> head = new ArrayList<>(List.of("truth \\ prediction"));
    head.addAll(names);
    long[][] counts = matrix().counts();
    return new Table(
        "Images by truth (rows) and prediction (columns)",
        head,
        IntStream.range(0, names.size())
            .mapToObj(row -> new Table.Row(names.get(row), texts(counts[row])))
            .toList());
  }

  private static List<String> texts(long[] counts) {
    return Arrays.stream(counts).mapToObj(Text::count).toList();
  }

  /** The most frequent confusions, falling. */
  Table confusionTable() {
    return new Table(
        "Most frequent confusions",
        List.of("truth → prediction", "images"),
        confusions().stream()
            .limit(MOST_CONFUSIONS)
            .map(
                confusion ->
                    Table.Row.of(
                        findings.className(confusion.truth())
                            + " → "
                            + findings.className(confusion.predicted()),
                        Text.count(confusion.count())))
            .toList());
  }

  private List<Confusion> confusions() {
    int[] classes = matrix().classes();
    long[][] counts = matrix().counts();
    List<Confusion> confusions = new ArrayList<>();
    for (int row = 0; row < classes.length; row++) {
      for (int column = 0; column < classes.length; column++) {
        if (row != column && counts[row][column] > 0) {
          confusions.add(new Confusion(classes[row], classes[column], counts[row][column]));
        }
      }
    }
    confusions.sort(Comparator.comparingLong(Confusion::count).reversed());
    return confusions;
  }

  /** Precision, recall, F1 by the head; Recall@1 and MAP@R by the neighbours. */
  Table classTable() {
    SortedMap<Integer, List<Measure>> retrieval = findings.evaluation().retrieval().perClass();
    return new Table(
        "Measures of each class",
        List.of("class", "images", "precision", "recall", "F1", "Recall@1", "MAP@R"),
        findings.classification().classes().stream()
            .map(measures -> row(measures, retrieval.getOrDefault(measures.label(), List.of())))
            .toList());
  }

  private Table.Row row(ClassMeasures measures, List<Measure> retrieval) {
    return Table.Row.of(
        findings.className(measures.label()),
        Text.count(measures.support()),
        Text.of(measures.precision()),
        Text.of(measures.recall()),
        Text.of(measures.f1()),
        named(retrieval, "Recall@1"),
        named(retrieval, "MAP@R"));
  }

  private static String named(List<Measure> measures, String name) {
    return measures.stream()
        .filter(measure -> measure.name().equals(name))
        .map(Text::of)
        .findFirst()
        .orElse("-");
  }
}
