package arcface4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.train.Schedule;
import arcface4j.train.TorchSgd;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** The update in one pass is DeepLearning4J's, number by number. */
class FlatUpdateTest {

  private static final int BATCH = 7;
  private static final int STEPS = 4;

  /** Units in the last place of the larger terms: sums may be rounded once or twice. */
  private static final float TOLERANCE = 4 * Math.ulp(1f);

  private static EmbeddingNetwork network(IUpdater updater, double decay, boolean everywhere) {
    return EmbeddingNetwork.create(
        ResNetSpec.of(List.of(1, 2), 20, 3, 32, 6), // more than one block of numbers
        MarginHead.of(HeadKind.SOFTMAX),
        5,
        new TrainingRule(updater, new WeightDecay(decay, everywhere)),
        Compute.ND4J,
        11);
  }

  @ParameterizedTest
  @CsvSource({
    "0.9, true, 5e-4, true, 1",
    "0.9, false, 5e-4, false, 2",
    "0.5, true, 0, false, 3",
    "0.9, false, 0.1, true, 5"
  })
  void everyParameterAndBufferIsTheJudges(
      double momentum, boolean nesterov, double decay, boolean everywhere, int threads) {
    TorchSgd sgd =
        new TorchSgd(new Schedule.Step(0.1, 2, 0.5), new Schedule.Constant(momentum), nesterov);
    EmbeddingNetwork judge = network(sgd, decay, everywhere);
    EmbeddingNetwork flat = network(sgd, decay, everywhere);
    FlatUpdate update = FlatUpdate.of(flat.graph(), threads).orElseThrow();
    Random random = new Random(3);
    for (int step = 0; step < STEPS; step++) {
      float[] gradient = new float[(int) judge.graph().numParams()];
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = (float) random.nextGaussian();
      }
      assign(judge.graph().getFlattenedGradients(), gradient);
      assign(flat.graph().getFlattenedGradients(), gradient);
      judge.updateByGraph(step, BATCH);
      update.apply(step, BATCH);
      assertSame(judge.graph().params(), flat.graph().params());
      assertSame(
          judge.graph().getUpdater().getStateViewArray(),
          flat.graph().getUpdater().getStateViewArray());
    }
  }

  private static void assign(INDArray vector, float[] values) {
    vector.assign(Nd4j.createFromArray(values).reshape(vector.shape()));
  }

  private static void assertSame(INDArray expected, INDArray actual) {
    float[] wanted = expected.dup().data().asFloat();
    float[] found = actual.dup().data().asFloat();
    assertEquals(wanted.length, found.length);
    for (int i = 0; i < wanted.length; i++) {
      assertEquals(wanted[i], found[i], TOLERANCE * Math.max(1, Math.abs(wanted[i])), "" + i);
    }
  }

  @Test
  void anotherUpdaterIsLeftToTheGraph() {
    assertEquals(Optional.empty(), FlatUpdate.of(network(new Adam(), 0, false).graph(), 1));
  }

  @Test
  void withoutMomentumThereIsNoBufferAndTheGraphDoesIt() {
    TorchSgd plain = TorchSgd.constant(0.1, 0, false);
    assertTrue(FlatUpdate.of(network(plain, 0, false).graph(), 1).isEmpty());
  }
}
