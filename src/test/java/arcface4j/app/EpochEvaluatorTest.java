package arcface4j.app;

import static arcface4j.app.UntrainedNetwork.MODEL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import arcface4j.data.BrokenImages;
import arcface4j.data.ImageSet;
import arcface4j.data.LabelMap;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.train.EmbeddedImages;
import arcface4j.train.EpochScores;
import arcface4j.train.Inference;
import arcface4j.train.Predictions;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On five pictures that the network takes for what they are called, or for nothing of the kind. */
class EpochEvaluatorTest {

  private static final int IMAGES = 5;
  private static final BrokenImages NONE = BrokenImages.refused("");

  private static EmbeddingNetwork network;
  private static ImageSet allRight;
  private static ImageSet allWrong;

  @BeforeAll
  static void nameThePictures() throws IOException {
    network = UntrainedNetwork.make();
    EmbeddedImages embedded =
        new Inference(network, MODEL.normalization(), IMAGES, false, NONE)
            .embed(labelled(new int[IMAGES]), done -> {});
    int[] predictions = Predictions.of(network, embedded, 2);
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

  private static EpochScores scores(boolean testsEveryEpoch, boolean asOriginal, boolean lastEpoch)
      throws IOException {
    TrainingData data = new TrainingData(allRight, allWrong, allRight, NONE);
    return new EpochEvaluator(MODEL, 2, data, testsEveryEpoch, asOriginal, NONE)
        .evaluate(network, lastEpoch);
  }

  @Test
  void testAndValidationAreMeasuredOnTheirOwnImages() throws IOException {
    EpochScores scores = scores(false, false, true);
    assertEquals(1, scores.test().accuracy());
    assertEquals(0, scores.validation().accuracy());
    assertNull(scores.original());
  }

  @Test
  void theTestImagesAreLookedAtBeforeTheLastEpochOnlyIfAskedFor() throws IOException {
    EpochScores scores = scores(false, false, false);
    assertEquals(Double.NaN, scores.test().accuracy());
    assertEquals(0, scores.validation().accuracy());
    assertEquals(1, scores(true, false, false).test().accuracy());
  }

  @Test
  void theOriginalLooksAtTheTestImagesAfterEveryEpoch() throws IOException {
    EpochScores scores = scores(false, true, false);
    assertEquals(1, scores.test().accuracy());
    assertNotNull(scores.original());
  }

  /** Two pairs of equal pictures, each pair a class that training has not. */
  private static ImageSet unseen() {
    byte[] two = new byte[2 * 3 * 32 * 32];
    new Random(8).nextBytes(two);
    byte[] pixels = Arrays.copyOf(two, 2 * two.length);
    System.arraycopy(two, 0, pixels, two.length, two.length);
    LabelMap others = new LabelMap(List.of("a", "y", "z"));
    return ImageSet.of(pixels, new int[] {1, 2, 1, 2}, others, 3, 32, 32);
  }

  private static EpochScores scoresOfUnseen(ImageSet validation, boolean lastEpoch)
      throws IOException {
    TrainingData data = new TrainingData(allRight, validation, unseen(), NONE);
    return new EpochEvaluator(MODEL, 2, data, false, false, NONE).evaluate(network, lastEpoch);
  }

  @Test
  void unseenClassesAreMeasuredByWhatFindsWhat() throws IOException {
    EpochScores scores = scoresOfUnseen(allRight.subset(new int[0]), false);
    assertEquals(1, scores.test().recallAt1());
    assertEquals(1, scores.test().mapAtR());
    assertEquals(Double.NaN, scores.test().accuracy());
    assertEquals(1, scores.choosing());
    assertEquals(Double.NaN, scores.validation().value());
  }

  @Test
  void validationImagesChooseBeforeUnseenOnes() throws IOException {
    assertEquals(0, scoresOfUnseen(allWrong, true).choosing());
    assertEquals(EpochScores.Score.NONE, scoresOfUnseen(allWrong, false).test());
  }
}
