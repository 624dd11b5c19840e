package arcface4j.report;

import arcface4j.eval.EmbeddingSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import tagbio.umap.ProgressListener;
import tagbio.umap.Umap;
import tagbio.umap.UmapProgress;

/** Embeddings in the plane, each with its picture. */
final class MapSection {

  private static final int NEIGHBOURS = 15; // UMAP's default
  private static final int FEWEST_FOR_UMAP = 4;

  private final Findings findings;
  private final ReportOptions options;
  private final int[] rows; // [n], ascending
  private final List<Chart.Layout> layouts = new ArrayList<>();
  private final double[] explained; // [2]

  MapSection(Findings findings, ReportOptions options, DoubleConsumer progress) {
    this.findings = findings;
    this.options = options;
    this.rows = sample(findings.size(), options.mapPoints(), options.seed());
    float[][] embeddings = embeddings();
    if (usesUmap()) {
      layouts.add(new Chart.Layout("UMAP", umap(embeddings, progress)));
    }
    PrincipalComponents components = PrincipalComponents.of(embeddings);
    this.explained = components.explained();
    layouts.add(new Chart.Layout("PCA", rounded(components.places())));
  }

  /** Some of N rows, each with the same chance, ascending. */
  static int[] sample(int size, int most, long seed) {
    int[] shuffled = IntStream.range(0, size).toArray();
    Random random = new Random(seed);
    for (int i = 0; i < Math.min(size, most); i++) {
      int j = i + random.nextInt(size - i);
      int other = shuffled[j];
      shuffled[j] = shuffled[i];
      shuffled[i] = other;
    }
    return Arrays.stream(shuffled).limit(most).sorted().toArray();
  }

  private float[][] embeddings() {
    EmbeddingSet queries = findings.evaluation().protocol().queries();
    return IntStream.of(rows)
        .mapToObj(row -> queries.rows(new int[] {row}))
        .toArray(float[][]::new);
  }

  private boolean usesUmap() {
    return options.map() == MapMethod.UMAP && rows.length >= FEWEST_FOR_UMAP;
  }

  /** One thread, for with more of them the same seed gives another map each time. */
  private double[][] umap(float[][] embeddings, DoubleConsumer progress) {
    Umap umap =
        new Umap()
            .setSeed((int) options.seed())
            .setThreads(1)
            .setNumberComponents(2)
            .setNumberNearestNeighbours(Math.min(NEIGHBOURS, embeddings.length - 1));
    ProgressListener listener =
        state -> progress.accept((double) state.getCount() / Math.max(1, state.getTotal()));
    synchronized (UmapProgress.class) { // the library has one list and one count for all maps
      UmapProgress.addProgressListener(listener);
      try {
        float[][] places = umap.fitTransform(embeddings);
        return rounded(
            Arrays.stream(places).map(at -> new double[] {at[0], at[1]}).toArray(double[][]::new));
      } finally {
        UmapProgress.removeProgressListener(listener);
      }
    }
  }

  private static double[][] rounded(double[][] places) {
    return Arrays.stream(places)
        .map(at -> Arrays.stream(at).map(value -> Math.round(value * 1e4) / 1e4).toArray())
        .toArray(double[][]::new);
  }

  Figure figure() {
    return new Figure(
        "chart-map",
        layouts.get(0).name() + " of test embeddings",
        summary(),
        "tall",
        chart(),
        table());
  }

  private String summary() {
    String which =
        rows.length == findings.size()
            ? "All %s test images".formatted(Text.count(rows.length))
            : "%s of %s test images, drawn with seed %d,"
                .formatted(Text.count(rows.length), Text.count(findings.size()), options.seed());
    String left =
        options.map() == MapMethod.UMAP && !usesUmap()
            ? " UMAP is left out: it needs at least %d images.".formatted(FEWEST_FOR_UMAP)
            : "";
    return ("%s as points coloured by class; a ring marks those the head gets wrong; the"
            + " pointer over one shows its picture. The first two"
            + " principal components hold %s of the variance.%s")
        .formatted(which, Text.percent(explained[0] + explained[1]), left);
  }

  /** The names of the layouts, the one that is shown first ahead. */
  List<String> layouts() {
    return layouts.stream().map(Chart.Layout::name).toList();
  }

  private Chart chart() {
    return new Chart.Scatter(
        layouts,
        findings.classes(),
        IntStream.of(rows).map(findings::truth).toArray(),
        IntStream.of(rows).map(row -> findings.predictions()[row]).toArray(),
        IntStream.of(rows).mapToObj(findings.queries()::name).toList(),
        sheet().columns(),
        sheet().side());
  }

  private Table table() {
    List<Table.Row> classes = new ArrayList<>();
    for (int label : IntStream.of(rows).map(findings::truth).sorted().distinct().toArray()) {
      int[] own = IntStream.of(rows).filter(row -> findings.truth(row) == label).toArray();
      long wrong = IntStream.of(own).filter(row -> findings.predictions()[row] != label).count();
      classes.add(
          Table.Row.of(findings.className(label), Text.count(own.length), Text.count(wrong)));
    }
    return new Table("Points of the map", List.of("class", "points", "wrong by the head"), classes);
  }

  /** Where the picture of each point lies. */
  SpriteSheet sheet() {
    return SpriteSheet.forPictures(rows.length, findings.queries().picture(rows[0]).getWidth());
  }

  /** All pictures of the map as one, as a data URI. */
  String sprites() {
    return sheet().draw(IntStream.of(rows).mapToObj(findings.queries()::picture));
  }
}
