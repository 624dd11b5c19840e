package arcface4j.report;

import arcface4j.eval.Measure;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;

/** The page: one file with all that it needs inside. The same findings give the same bytes. */
public final class HtmlReport {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> HEADLINE =
      List.of("Recall@1", "MAP@R", "ROC AUC", "EER", "TAR@FAR=1e-3");

  private final Findings findings;
  private final ReportOptions options;
  private final DoubleConsumer progress;
  private final List<Figure> figures = new ArrayList<>();

  private HtmlReport(Findings findings, ReportOptions options, DoubleConsumer progress) {
    this.findings = findings;
    this.options = options;
    this.progress = progress;
  }

  /**
   * A number at the top of the page.
   *
   * @param name of the measure
   * @param value in four digits, or {@code undefined}
   * @param note what it was taken over, or why it is undefined
   */
  record Tile(String name, String value, String note) {}

  /**
   * Renders the page.
   *
   * @param progress hears the share of the map that is done, from 0 to 1; UMAP of 2,000 points
   *     takes most of the time
   */
  public static String render(Findings findings, ReportOptions options, DoubleConsumer progress) {
    return new HtmlReport(findings, options, progress).render();
  }

  private String render() {
    Map<String, Object> view = new HashMap<>();
    view.put("title", findings.title());
    view.put("remarks", findings.remarks());
    view.put("tiles", tiles());
    addCurves(view);
    addClasses(view);
    addVerification(view);
    addAngles(view);
    addMap(view);
    addPictures(view);
    view.put("conditions", findings.conditions().stream().map(ConditionGroup::table).toList());
    view.put("style", Resources.text("report.css"));
    view.put("charts", Resources.charts());
    view.put("script", Resources.text("report.js"));
    view.put("data", data());
    return Mustache.compiler()
        .withLoader(name -> Resources.open(name + ".mustache"))
        .compile(Resources.open("page.mustache"))
        .execute(view);
  }

  private List<Figure> drawn(List<Figure> more) {
    figures.addAll(more);
    return more;
  }

  private List<Tile> tiles() {
    List<Measure> measures =
        new ArrayList<>(
            List.of(findings.classification().accuracy(), findings.classification().macro().f1()));
    List<Measure> all = findings.evaluation().measures();
    for (String name : HEADLINE) {
      all.stream().filter(measure -> measure.name().equals(name)).forEach(measures::add);
    }
    return measures.stream().map(HtmlReport::tile).toList();
  }

  private static Tile tile(Measure measure) {
    String note = measure.isDefined() ? "n = " + Text.count(measure.n()) : measure.reason();
    return new Tile(measure.name(), Text.of(measure), note);
  }

  private void addCurves(Map<String, Object> view) {
    List<Figure> curves = findings.curves().map(LearningCurves::figures).orElse(List.of());
    view.put("curves", drawn(curves));
    view.put("noCurves", curves.isEmpty());
  }

  private void addClasses(Map<String, Object> view) {
    ConfusionSection section = new ConfusionSection(findings);
    List<Figure> matrix = drawn(section.figures());
    view.put("confusion", matrix);
    view.put("noConfusion", matrix.isEmpty());
    view.put("confusions", section.confusionTable());
    view.put("classes", section.classTable());
  }

  private void addVerification(Map<String, Object> view) {
    VerificationSection section = new VerificationSection(findings);
    List<Figure> curves = drawn(section.figures());
    view.put("verification", curves);
    view.put("noVerification", curves.isEmpty());
    view.put("measures", section.measures());
    view.put("protocol", findings.evaluation().protocol().description());
  }

  private void addAngles(Map<String, Object> view) {
    List<Figure> angles = drawn(new AngleSection(findings).figures());
    view.put("angles", angles);
    view.put("noAngles", angles.isEmpty());
  }

  private void addMap(Map<String, Object> view) {
    MapSection section = new MapSection(findings, options, progress);
    view.put("map", drawn(List.of(section.figure())));
    view.put("layouts", section.layouts());
    view.put("sprites", section.sprites());
  }

  private void addPictures(Map<String, Object> view) {
    Mistakes mistakes = new Mistakes(findings, options);
    List<Picture> hardest = mistakes.hardest();
    view.put("gallery", new Gallery(findings, options).rows());
    view.put("mistakes", hardest);
    view.put("noMistakes", hardest.isEmpty());
    view.put("shownMistakes", Text.count(hardest.size()));
    view.put("allMistakes", Text.count(mistakes.count()));
  }

  /** The charts as JSON inside a script element, which {@code <} could end. */
  private String data() {
    Map<String, Chart> charts =
        figures.stream().collect(Collectors.toMap(Figure::id, Figure::chart));
    try {
      return JSON.writeValueAsString(new TreeMap<>(charts)).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
