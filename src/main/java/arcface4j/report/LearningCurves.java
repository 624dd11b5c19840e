package arcface4j.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What a run measured epoch by epoch.
 *
 * @param columns names; the first is the epoch
 * @param rows one an epoch, as wide as the columns; NaN where nothing was measured
 */
public record LearningCurves(List<String> columns, List<double[]> rows) {

  /** Loss, accuracies and learning rate; a figure whose columns are empty is left out. */
  List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    add(figures, "loss", "Loss by epoch", "loss", name -> name.endsWith("loss"));
    add(figures, "accuracy", "Accuracy by epoch", "accuracy", name -> name.endsWith("accuracy"));
    add(figures, "rate", "Learning rate by epoch", "learning rate", "learning_rate"::equals);
    return figures;
  }

  private void add(
      List<Figure> figures, String id, String title, String axis, Predicate<String> wanted) {
    int[] chosen =
        IntStream.range(1, columns.size())
            .filter(column -> wanted.test(columns.get(column)) && hasValues(column))
            .toArray();
    if (chosen.length > 0) {
      figures.add(
          new Figure(
              "chart-" + id,
              title,
              summary(chosen),
              "third",
              new Chart.Lines(
                  Chart.Axis.of("epoch"),
                  Chart.Axis.of(axis),
                  false,
                  IntStream.of(chosen).mapToObj(column -> series(column, axis)).toList()),
              table(title, chosen)));
    }
  }

  private boolean hasValues(int column) {
    return rows.stream().anyMatch(row -> !Double.isNaN(row[column]));
  }

  /** The axis names what is measured, so that the legend names only on which images. */
  private Chart.Series series(int column, String axis) {
    return new Chart.Series(
        name(column).replace(" " + axis, ""),
        rows.stream()
            .map(row -> new Double[] {row[0], Double.isNaN(row[column]) ? null : row[column]})
            .toList());
  }

  private String name(int column) {
    return columns.get(column).replace('_', ' ');
  }

  private String summary(int[] chosen) {
    double[] last = rows.get(rows.size() - 1);
    List<String> parts =
        IntStream.of(chosen)
            .mapToObj(column -> name(column) + " " + Text.number(last[column]))
            .toList();
    return "Lines over %d epochs; after the last one: %s."
        .formatted(rows.size(), String.join(", ", parts));
  }

  private Table table(String title, int[] chosen) {
    List<String> head = new ArrayList<>(List.of("epoch"));
    IntStream.of(chosen).forEach(column -> head.add(name(column)));
    return new Table(title, head, rows.stream().map(row -> row(row, chosen)).toList());
  }

  private static Table.Row row(double[] values, int[] chosen) {
    String[] cells =
        Arrays.stream(chosen)
            .mapToObj(column -> Text.number(values[column]))
            .toArray(String[]::new);
    return Table.Row.of(Text.number(values[0]), cells);
  }
}
