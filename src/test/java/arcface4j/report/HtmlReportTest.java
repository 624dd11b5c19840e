package arcface4j.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

  private static final int SIZE = 40;
  private static final ReportOptions OPTIONS = ReportOptions.of(MapMethod.UMAP, 30, 1);

  private static Findings findings;
  private static String page;
  private static JsonNode charts;

  @BeforeAll
  static void render() throws IOException {
    findings = SampleFindings.of(SIZE);
    DoubleSummaryStatistics shares = new DoubleSummaryStatistics();
    page = HtmlReport.render(findings, OPTIONS, shares::accept);
    assertTrue(shares.getCount() > 0 && shares.getMin() >= 0 && shares.getMax() <= 1);
    Matcher data =
        Pattern.compile("<script type=\"application/json\" id=\"data\">([^<]*)</script>")
            .matcher(page);
    assertTrue(data.find());
    charts = new ObjectMapper().readTree(data.group(1));
  }

  @Test
  void everyFigureHasItsPlaceItsDataAndWordsForThoseWhoCannotSeeIt() {
    Set<String> places = new TreeSet<>();
    Matcher matcher =
        Pattern.compile(
                "<div class=\"chart\" id=\"([^\"]+)\" role=\"img\" aria-label=\"(.{20,}?)\"")
            .matcher(page);
    while (matcher.find()) {
      places.add(matcher.group(1));
    }
    assertEquals(
        Set.of(
            "chart-loss",
            "chart-accuracy",
            "chart-confusion",
            "chart-roc",
            "chart-scores",
            "chart-angles",
            "chart-map"),
        places);
    Set<String> withData = new TreeSet<>();
    charts.fieldNames().forEachRemaining(withData::add);
    assertEquals(places, withData);
    assertEquals(places.size(), count("<details><summary>Numbers</summary>"));
  }

  @Test
  void noNameBecomesMarkup() {
    assertFalse(page.contains("<script>window.broken"));
    assertFalse(page.contains("</script><script>w"));
    assertFalse(page.contains("<b>"));
    assertFalse(page.contains("<i>"));
    assertTrue(page.contains("&quot;quoted&quot; &amp; &#39;single&#39; &lt;b&gt;"));
    assertEquals(SampleFindings.NAMES.get(0), charts.at("/chart-map/classes/0").asText());
    assertTrue(charts.at("/chart-map/names/0").asText().matches("file<\\d+>\\.png"));
    assertFalse(page.contains("file<"));
  }

  @Test
  void nothingIsLoadedFromElsewhere() {
    assertTrue(page.contains("content=\"default-src 'none'; img-src data:;"));
    assertEquals(0, count("<link rel=\"stylesheet\""));
    assertEquals(0, count("<script src"));
    String withoutCharts = page.replace(Resources.charts(), "");
    assertFalse(withoutCharts.contains("http://"));
    assertFalse(withoutCharts.contains("https://"));
    assertFalse(withoutCharts.contains("@import"));
  }

  @Test
  void theMatrixAndTheHistogramsHoldWhatWasMeasured() {
    assertEquals(SIZE, sum(charts.at("/chart-confusion/counts"), -1));
    String counts = Arrays.deepToString(findings.classification().confusion().counts());
    assertEquals(counts.replace(" ", ""), charts.at("/chart-confusion/counts").toString());
    for (String chart : Set.of("chart-scores", "chart-angles")) {
      for (JsonNode series : charts.at("/" + chart + "/series")) {
        assertEquals(100, sum(series.get("points"), 1), 1e-3, chart);
      }
    }
  }

  /** The sum over rows of one column, or of all columns. */
  private static double sum(JsonNode rows, int column) {
    double sum = 0;
    for (JsonNode row : rows) {
      for (int i = 0; i < row.size(); i++) {
        sum += column < 0 || column == i ? row.get(i).asDouble() : 0;
      }
    }
    return sum;
  }

  @Test
  void theCurveEndsWhereEveryPairIsAccepted() {
    JsonNode points = charts.at("/chart-roc/series/0/points");
    JsonNode last = points.get(points.size() - 1);
    assertEquals(1, last.get(0).asDouble());
    assertEquals(1, last.get(1).asDouble());
    double before = 0;
    for (JsonNode point : points) {
      assertTrue(point.get(1).asDouble() >= before);
      before = point.get(1).asDouble();
    }
    assertTrue(page.contains(Text.fraction(findings.evaluation().verification().roc().area())));
  }

  @Test
  void theMapHasBothLayoutsOfTheSampleAndSaysSo() {
    JsonNode map = charts.get("chart-map");
    assertEquals("UMAP", map.at("/layouts/0/name").asText());
    assertEquals("PCA", map.at("/layouts/1/name").asText());
    for (JsonNode layout : map.get("layouts")) {
      assertEquals(30, layout.get("points").size());
    }
    assertEquals(30, map.get("truth").size());
    assertTrue(page.contains("30 of 40 test images, drawn with seed 1,"));
  }

  @Test
  void everyPictureHasAnAlternativeText() {
    int mistakes = 0;
    for (int row = 0; row < SIZE; row++) {
      mistakes += findings.predictions()[row] == findings.truth(row) ? 0 : 1;
    }
    assertTrue(mistakes > 0 && mistakes < OPTIONS.mistakes());
    int pictures = OPTIONS.galleryQueries() * (1 + OPTIONS.neighbours()) + mistakes;
    assertEquals(pictures, count("<img src=\"data:image/png;base64,"));
    assertEquals(pictures, count("<img "));
    assertFalse(page.contains("alt=\"\""));
    assertTrue(page.contains(mistakes + " of " + mistakes + " mistakes"));
  }

  @Test
  void aNeighbourIsFramedByItsClass() {
    Matcher matcher =
        Pattern.compile("picture (right|wrong)\"><img src=\"[^\"]*\" alt=\"(\\w+) n").matcher(page);
    int found = 0;
    while (matcher.find()) {
      assertEquals(matcher.group(1), matcher.group(2));
      found++;
    }
    assertEquals(OPTIONS.galleryQueries() * OPTIONS.neighbours(), found);
  }

  @Test
  void theSameFindingsGiveTheSameBytesAndAnotherSeedDoesNot() {
    assertEquals(page, rendered(SampleFindings.of(SIZE), OPTIONS));
    assertNotEquals(page, rendered(findings, ReportOptions.of(MapMethod.UMAP, 30, 2)));
  }

  @Test
  void aCheckpointAloneSaysThatItHasNoCurves() {
    Findings alone =
        new Findings(
            findings.title(),
            findings.remarks(),
            findings.classes(),
            findings.predictions(),
            findings.classification(),
            findings.evaluation(),
            findings.angles(),
            Optional.empty(),
            findings.conditions(),
            findings.queries(),
            findings.references());
    String without = rendered(alone, ReportOptions.of(MapMethod.PCA, 30, 1));
    assertTrue(without.contains("There are no learning curves"));
    assertFalse(without.contains("id=\"chart-loss\""));
    assertFalse(without.contains("data-layout=\"UMAP\""));
  }

  /** With two images UMAP has nothing to do, and there is one pair, of two classes. */
  @Test
  void twoImagesMakeAPageThatSaysWhatIsMissing() {
    String small = rendered(SampleFindings.of(2), OPTIONS);
    assertTrue(small.contains("UMAP is left out: it needs at least 4 images."));
    assertTrue(small.contains("There are no curves: all pairs are"));
    assertTrue(small.contains("there are no pairs of one class"));
    assertFalse(small.replace(Resources.charts(), "").contains("NaN"));
  }

  @Test
  void theMedianOfTwoAnglesIsTheirMean() {
    Findings two = SampleFindings.of(2);
    double mean = Arrays.stream(two.angles().target()).average().orElseThrow();
    String summary = new AngleSection(two).figures().get(0).summary();
    assertTrue(summary.contains("own class's centre is " + Text.degrees(mean) + ","), summary);
  }

  private static String rendered(Findings findings, ReportOptions options) {
    return HtmlReport.render(findings, options, share -> {});
  }

  private static int count(String part) {
    return page.replace(Resources.charts(), "").split(Pattern.quote(part), -1).length - 1;
  }
}
