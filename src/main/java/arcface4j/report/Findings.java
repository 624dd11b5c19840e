package arcface4j.report;

import arcface4j.eval.CentreAngles;
import arcface4j.eval.ClassificationReport;
import arcface4j.eval.Evaluation;
import java.util.List;
import java.util.Optional;

/**
 * What a report is made of.
 *
 * @param title what was measured, such as the run's name
 * @param remarks what a reader has to know first; may be empty
 * @param classes the names of the labels from 0 on
 * @param predictions [N] classes by the head
 * @param classification how good they are
 * @param evaluation retrieval and verification; its queries are the N images
 * @param angles of the N images to the head's centres
 * @param curves what the run measured epoch by epoch, if that is known
 * @param conditions of the run and of this report
 * @param queries the pictures of the N images
 * @param references the pictures of the references
 */
public record Findings(
    String title,
    List<String> remarks,
    List<String> classes,
    int[] predictions,
    ClassificationReport classification,
    Evaluation evaluation,
    CentreAngles angles,
    Optional<LearningCurves> curves,
    List<ConditionGroup> conditions,
    PictureSource queries,
    PictureSource references) {

  /** N. */
  int size() {
    return predictions.length;
  }

  int truth(int row) {
    return evaluation.protocol().queries().label(row);
  }

  String className(int label) {
    return label >= 0 && label < classes.size() ? classes.get(label) : "class " + label;
  }
}
