package arcface4j.app;

import arcface4j.data.LabelMap;
import arcface4j.data.Normalization;
import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.image.Preprocessing;
import arcface4j.model.Compute;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.model.ResNetSpec;
import arcface4j.model.TrainingRule;
import arcface4j.model.WeightDecay;
import arcface4j.train.ModelDescription;
import java.util.List;
import org.nd4j.linalg.learning.config.NoOp;

/** A small network of three classes as it is before training. */
final class UntrainedNetwork {

  static final int CLASSES = 3;
  static final int FEATURES = 6;

  static final ModelDescription MODEL =
      new ModelDescription(
          ResNetSpec.of(List.of(1, 1), 4, 3, 32, FEATURES),
          MarginHead.of(HeadKind.ARCFACE).withMargin(0.1),
          new LabelMap(List.of("a", "b", "c")),
          Normalization.ORIGINAL_CIFAR10,
          Preprocessing.ofFirstReleases(32));

  private UntrainedNetwork() {}

  static EmbeddingNetwork make() {
    TrainingRule rule = new TrainingRule(new NoOp(), WeightDecay.NONE);
    return EmbeddingNetwork.create(MODEL.network(), MODEL.head(), CLASSES, rule, Compute.ND4J, 1);
  }
}
