package arcface4j.app;

import arcface4j.data.BrokenImages;
import arcface4j.data.ImageSet;
import arcface4j.eval.ClassificationReport;
import arcface4j.eval.EmbeddingSet;
import arcface4j.eval.Evaluation;
import arcface4j.eval.EvaluationOptions;
import arcface4j.eval.Protocol;
import arcface4j.eval.RetrievalReport;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.train.EmbeddedImages;
import arcface4j.train.EpochEvaluation;
import arcface4j.train.EpochScores;
import arcface4j.train.Inference;
import arcface4j.train.MetricsColumns;
import arcface4j.train.ModelDescription;
import arcface4j.train.Predictions;
import java.io.IOException;

/**
 * Measures an epoch: the accuracy of images whose classes training has, and how well images of
 * other classes find each other.
 *
 * @param model what is trained
 * @param batchSize images at a time
 * @param data the images
 * @param testsEveryEpoch whether the test images are looked at before the last epoch too
 * @param asOriginal whether the original program's own figures are wanted too
 * @param broken what becomes of an image that cannot be read
 */
public record EpochEvaluator(
    ModelDescription model,
    int batchSize,
    TrainingData data,
    boolean testsEveryEpoch,
    boolean asOriginal,
    BrokenImages broken)
    implements EpochEvaluation {

  /** The columns that its measures have in {@code metrics.csv}. */
  public MetricsColumns columns() {
    return new MetricsColumns(data.isUnseen(data.validation()), data.isUnseen(data.test()));
  }

  @Override
  public EpochScores evaluate(EmbeddingNetwork network, boolean lastEpoch) throws IOException {
    EpochScores.Score validation = score(network, data.validation());
    boolean chooses = data.validation().size() == 0 && data.isUnseen(data.test());
    if (!lastEpoch && !testsEveryEpoch && !asOriginal && !chooses) {
      return new EpochScores(validation, EpochScores.Score.NONE, null);
    }
    if (!asOriginal) {
      return new EpochScores(validation, score(network, data.test()), null);
    }
    EmbeddedImages tested = embed(network, data.test());
    return new EpochScores(
        validation,
        EpochScores.Score.ofAccuracy(accuracy(network, tested)),
        OriginalScoring.of(network, tested, batchSize));
  }

  private EpochScores.Score score(EmbeddingNetwork network, ImageSet images) throws IOException {
    if (images.size() == 0) {
      return EpochScores.Score.NONE;
    }
    return data.isUnseen(images)
        ? retrieval(embed(network, data.unseenOf(images)))
        : EpochScores.Score.ofAccuracy(accuracy(network, embed(network, images)));
  }

  private EmbeddedImages embed(EmbeddingNetwork network, ImageSet images) throws IOException {
    return new Inference(network, model.normalization(), batchSize, false, broken)
        .embed(images, done -> {});
  }

  private double accuracy(EmbeddingNetwork network, EmbeddedImages images) {
    return ClassificationReport.of(images.labels(), Predictions.of(network, images, batchSize))
        .accuracy()
        .value();
  }

  private static EpochScores.Score retrieval(EmbeddedImages images) {
    EmbeddingSet set = EmbeddingSet.of(images.features(), images.width(), images.labels());
    RetrievalReport report =
        Evaluation.of(new Protocol.Closed(set), EvaluationOptions.defaults().withClusterings(0))
            .retrieval();
    return EpochScores.Score.ofRetrieval(
        report.column("Recall@1").mean().value(), report.column("MAP@R").mean().value());
  }
}
