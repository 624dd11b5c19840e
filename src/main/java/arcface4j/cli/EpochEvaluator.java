package arcface4j.cli;

import arcface4j.data.ImageSet;
import arcface4j.data.Normalization;
import arcface4j.eval.ClassificationReport;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.train.EmbeddedImages;
import arcface4j.train.EpochEvaluation;
import arcface4j.train.EpochScores;
import arcface4j.train.Inference;

/**
 * Measures an epoch on the test images, and on those held out for validation.
 *
 * @param normalization as in training
 * @param batchSize images at a time
 * @param test the test images
 * @param validation the images held out; may be empty
 * @param testsEveryEpoch whether the test images are looked at before the last epoch too
 * @param asOriginal whether the original program's own figures are wanted too
 */
record EpochEvaluator(
    Normalization normalization,
    int batchSize,
    ImageSet test,
    ImageSet validation,
    boolean testsEveryEpoch,
    boolean asOriginal)
    implements EpochEvaluation {

  @Override
  public EpochScores evaluate(EmbeddingNetwork network, boolean lastEpoch) {
    double ofValidation =
        validation.size() == 0 ? Double.NaN : accuracy(embed(network, validation));
    if (!lastEpoch && !testsEveryEpoch && !asOriginal) {
      return new EpochScores(Double.NaN, ofValidation, null);
    }
    EmbeddedImages tested = embed(network, test);
    return new EpochScores(
        accuracy(tested),
        ofValidation,
        asOriginal ? OriginalScoring.of(network, tested, batchSize) : null);
  }

  private EmbeddedImages embed(EmbeddingNetwork network, ImageSet images) {
    return new Inference(network, normalization, batchSize, false).embed(images, done -> {});
  }

  private static double accuracy(EmbeddedImages images) {
    return ClassificationReport.of(images.labels(), images.predictions()).accuracy().value();
  }
}
