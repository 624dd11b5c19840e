package arcface4j.cli;

import static arcface4j.cli.UntrainedNetwork.MODEL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import arcface4j.data.ImageSet;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.train.EpochScores;
import arcface4j.train.Inference;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On five pictures that the network takes for what they are called, or for nothing of the kind. */
class EpochEvaluatorTest {

  private static final int IMAGES = 5;

  private static EmbeddingNetwork network;
  private static ImageSet allRight;
  private static ImageSet allWrong;

  @BeforeAll
  static void nameThePictures() {
    network = UntrainedNetwork.make();
    int[] predictions =
        new Inference(network, MODEL.normalization(), IMAGES, false)
            .embed(labelled(new int[IMAGES]), done -> {})
            .predictions();
    allRight = labelled(predictions);
    allWrong = labelled(Arrays.stream(predictions).map(label -> (label + 1) % 3).toArray());
  }

  private static ImageSet labelled(int[] labels) {
    byte[] pixels = new byte[IMAGES * 3 * 32 * 32];
    new Random(7).nextBytes(pixels);
    return ImageSet.of(pixels, labels, MODEL.labels(), 3, 32, 32);
  }

  @AfterAll
  static void closeTheNetwork() {
    network.close();
  }

  private static EpochScores scores(
      boolean testsEveryEpoch, boolean asOriginal, boolean lastEpoch) {
    return new EpochEvaluator(
            MODEL.normalization(), 2, allRight, allWrong, testsEveryEpoch, asOriginal)
        .evaluate(network, lastEpoch);
  }

  @Test
  void testAndValidationAreMeasuredOnTheirOwnImages() {
    EpochScores scores = scores(false, false, true);
    assertEquals(1, scores.testAccuracy());
    assertEquals(0, scores.validationAccuracy());
    assertNull(scores.original());
  }

  @Test
  void theTestImagesAreLookedAtBeforeTheLastEpochOnlyIfAskedFor() {
    EpochScores scores = scores(false, false, false);
    assertEquals(Double.NaN, scores.testAccuracy());
    assertEquals(0, scores.validationAccuracy());
    assertEquals(1, scores(true, false, false).testAccuracy());
  }

  @Test
  void theOriginalLooksAtTheTestImagesAfterEveryEpoch() {
    EpochScores scores = scores(false, true, false);
    assertEquals(1, scores.testAccuracy());
    assertNotNull(scores.original());
  }
}
