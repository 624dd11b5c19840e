package arcface4j.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.engine.EngineException;
import arcface4j.head.HeadKind;
import arcface4j.head.MarginHead;
import arcface4j.model.EmbeddingNetwork;
import arcface4j.model.NonFiniteLossException;
import arcface4j.testing.Metrics;
import arcface4j.train.OptimizerOptions.RateSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("slow")
class TrainerTest {

  private static final BooleanSupplier NEVER = () -> false;

  /** Measures something that depends on every weight. */
  private static final EpochEvaluation FIRST_FEATURE =
      (network, last) -> scores(Double.NaN, feature(network));

  @TempDir Path folder;

  private static double feature(EmbeddingNetwork network) {
    float[] image = new float[3 * 32 * 32];
    for (int i = 0; i < image.length; i++) {
      image[i] = (i * 31 % 97) / 97f - 0.5f;
    }
    return network.embed(image, 1, 32)[0];
  }

  private static double feature(Checkpoint checkpoint) throws IOException {
    try (EmbeddingNetwork network = checkpoint.network(TinyRun.COMPUTE)) {
      return feature(network);
    }
  }

  private static BooleanSupplier afterSteps(int steps) {
    int[] done = {0};
    return () -> ++done[0] >= steps;
  }

  static Stream<TinyRun> runs() {
    MarginHead cosFace = MarginHead.of(HeadKind.COSFACE).withSubcenters(2);
    return Stream.of(
        TinyRun.usual(),
        TinyRun.usual().withNd4j(),
        TinyRun.withEveryIngredient(),
        TinyRun.withEveryIngredient().withNd4j(),
        TinyRun.withEveryIngredient().withPlainNetwork(),
        // Its annealing counts the batches.
        TinyRun.of(MarginHead.of(HeadKind.SPHEREFACE), RateSchedule.COSINE, 0.9),
        TinyRun.of(cosFace, RateSchedule.STEP, 0),
        TinyRun.of(MarginHead.of(HeadKind.SOFTMAX), RateSchedule.CONSTANT, 0.5));
  }

  /** Parameters, running statistics, momentum, step, totals: all that a checkpoint holds. */
  @ParameterizedTest
  @MethodSource("runs")
  void aRunThatIsStoppedAnywhereAndResumedIsTheWholeRunBitForBit(TinyRun run) throws IOException {
    Path whole = folder.resolve("whole");
    assertTrue(run.start(whole, FIRST_FEATURE, NEVER).finished());
    // In the middle of an epoch, at its end, after the last step of all.
    for (int steps : new int[] {2, TinyRun.STEPS_PER_EPOCH, 2 * TinyRun.STEPS_PER_EPOCH}) {
      Path parts = folder.resolve("parts" + steps);
      TrainResult stopped = run.start(parts, FIRST_FEATURE, afterSteps(steps));
      assertFalse(stopped.finished());
      assertEquals((steps - 1) / TinyRun.STEPS_PER_EPOCH, stopped.epochs());
      assertTrue(run.resume(parts, FIRST_FEATURE, NEVER).finished());
      assertArrayEquals(last(whole), last(parts), "stopped after step " + steps);
      assertEquals(
          Metrics.rowsWithoutTimes(whole), Metrics.rowsWithoutTimes(parts), "step " + steps);
    }
  }

  private static EpochScores scores(double validation, double test) {
    return new EpochScores(
        EpochScores.Score.ofAccuracy(validation), EpochScores.Score.ofAccuracy(test), null);
  }

  @Test
  void aRunCanBeStoppedAtEveryStep() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    TinyRun run = TinyRun.usual();
    run.start(whole, FIRST_FEATURE, NEVER);
    TrainResult result = run.start(parts, FIRST_FEATURE, afterSteps(1));
    while (!result.finished()) {
      result = run.resume(parts, FIRST_FEATURE, afterSteps(1));
    }
    assertArrayEquals(last(whole), last(parts));
    assertEquals(Metrics.rowsWithoutTimes(whole), Metrics.rowsWithoutTimes(parts));
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
    TinyRun run = TinyRun.usual();
    Path first = folder.resolve("first");
    Path again = folder.resolve("again");
    Path other = folder.resolve("other");
    run.start(first, FIRST_FEATURE, NEVER);
    run.start(again, FIRST_FEATURE, NEVER);
    run.withSeed(12).start(other, FIRST_FEATURE, NEVER);
    assertArrayEquals(last(first), last(again));
    assertFalse(Arrays.equals(parameters(first), parameters(other)));
  }

  private static float[] parameters(Path run) throws IOException {
    CheckpointFile file = CheckpointFile.read(run.resolve(CheckpointKeeper.LAST));
    return file.arrays().get("parameters/conv1.weight").floats();
  }

  @Test
  void aStepWhoseLossIsNotFiniteLeavesTheLastGoodCheckpoint() throws IOException {
    TinyRun run = TinyRun.usual().withNd4j().withRateFactor(1e35);
    NonFiniteLossException stop =
        assertThrows(NonFiniteLossException.class, () -> run.start(folder, FIRST_FEATURE, NEVER));
    String message = stop.getMessage();
    assertTrue(message.startsWith("the loss is NaN at step 4 "), message);
    assertTrue(message.contains("learning rate 1.0E33, largest gradient NaN in "), message);
    requireGoodCheckpointOfEpoch1();
  }

  /** The loss of the only step of epoch 2 is fine; what it does to the weights is not. */
  @Test
  void parametersThatAreNotFiniteNeverReplaceAGoodCheckpoint() throws IOException {
    TinyRun run = TinyRun.usual().withBatchSize(21).withRateFactor(1e42);
    ArithmeticException stop =
        assertThrows(ArithmeticException.class, () -> run.start(folder, FIRST_FEATURE, NEVER));
    assertTrue(
        stop.getMessage()
            .startsWith("the parameters are not finite after step 2 (learning rate 1.0E40)"),
        stop::getMessage);
    requireGoodCheckpointOfEpoch1();
  }

  private void requireGoodCheckpointOfEpoch1() throws IOException {
    Checkpoint checkpoint = Checkpoint.load(folder.resolve(CheckpointKeeper.LAST));
    assertEquals(1, checkpoint.epoch());
    assertTrue(Double.isFinite(feature(checkpoint)));
    assertEquals(2, Files.readAllLines(folder.resolve("metrics.csv")).size());
  }

  @Test
  void theBestEpochIsThatOfTheHighestValidationAccuracyAlsoAfterAResume() throws IOException {
    TinyRun run = TinyRun.usual().withEpochs(4);
    Iterator<Double> values = List.of(0.5, 0.9, 0.7, 0.8).iterator();
    EpochEvaluation evaluation = (network, last) -> scores(values.next(), 0.1);
    run.start(folder, evaluation, afterSteps(2 * TinyRun.STEPS_PER_EPOCH + 1));
    run.resume(folder, evaluation, NEVER);
    assertEquals(2, Checkpoint.load(folder.resolve(CheckpointKeeper.BEST)).epoch());
    assertEquals(4, Checkpoint.load(folder.resolve(CheckpointKeeper.LAST)).epoch());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of("best.ckpt", "epoch-003.ckpt", "epoch-004.ckpt", "last.ckpt", "metrics.csv"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  /** Such as a test batch that finds no memory: the epoch's steps are not taken again. */
  @Test
  void anEpochThatCannotBeMeasuredIsMeasuredAfterAResume() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    TinyRun run = TinyRun.withEveryIngredient();
    run.start(whole, FIRST_FEATURE, NEVER);
    EpochEvaluation failing =
        (network, last) -> {
          throw new IllegalStateException("no room");
        };
    assertThrows(IllegalStateException.class, () -> run.start(parts, failing, NEVER));
    int[] steps = {0};
    run.resume(parts, FIRST_FEATURE, () -> ++steps[0] < 0);
    assertEquals(TinyRun.STEPS_PER_EPOCH, steps[0]);
    assertArrayEquals(last(whole), last(parts));
    assertEquals(Metrics.rowsWithoutTimes(whole), Metrics.rowsWithoutTimes(parts));
  }

  /** Such as a short batch that finds no memory: the steps before it are not taken again. */
  @Test
  void aStepThatTheEngineRefusesLosesNoStepBeforeIt() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    TinyRun run = TinyRun.withEveryIngredient();
    run.start(whole, FIRST_FEATURE, NEVER);
    BooleanSupplier refusing =
        () -> {
          throw new EngineException("no room");
        };
    assertThrows(EngineException.class, () -> run.start(parts, FIRST_FEATURE, refusing));
    int[] steps = {0};
    run.resume(parts, FIRST_FEATURE, () -> ++steps[0] < 0);
    assertEquals(2 * TinyRun.STEPS_PER_EPOCH - 1, steps[0]);
    assertArrayEquals(last(whole), last(parts));
    assertEquals(Metrics.rowsWithoutTimes(whole), Metrics.rowsWithoutTimes(parts));
  }

  @Test
  void anEpochThatHadNoStepLeftHasNoSpeed() throws IOException {
    TinyRun run = TinyRun.usual();
    run.start(folder, FIRST_FEATURE, afterSteps(TinyRun.STEPS_PER_EPOCH));
    run.resume(folder, FIRST_FEATURE, NEVER);
    List<String> rows = Files.readAllLines(folder.resolve("metrics.csv"));
    assertTrue(rows.get(1).endsWith(","), rows.get(1));
    assertTrue(rows.get(2).matches(".*,\\d+\\.\\d"), rows.get(2));
  }

  @Test
  void withoutValidationTheBestEpochIsThatOfTheHighestTrainingAccuracy() throws IOException {
    TinyRun.usual().withEpochs(3).start(folder, FIRST_FEATURE, NEVER);
    List<Double> accuracies =
        Files.readAllLines(folder.resolve("metrics.csv")).stream()
            .skip(1)
            .map(row -> Double.parseDouble(row.split(",")[3]))
            .toList();
    int best = 1 + accuracies.indexOf(accuracies.stream().max(Double::compare).orElseThrow());
    assertEquals(best, Checkpoint.load(folder.resolve(CheckpointKeeper.BEST)).epoch());
  }

  @Test
  void theTableLooksTheSameInEveryCountry() throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      TinyRun.usual().withEpochs(1).start(folder, FIRST_FEATURE, NEVER);
    } finally {
      Locale.setDefault(before);
    }
    String row = Files.readAllLines(folder.resolve("metrics.csv")).get(1);
    assertEquals(9, row.split(",").length, row);
    assertFalse(row.contains("\""), row);
  }

  @Test
  void theLastEpochIsSaidToBeTheLastAlsoAfterAResume() throws IOException {
    List<Boolean> said = new ArrayList<>();
    EpochEvaluation evaluation =
        (network, last) -> {
          said.add(last);
          return scores(0.5, last ? 0.5 : Double.NaN);
        };
    TinyRun run = TinyRun.usual().withEpochs(3);
    run.start(folder, evaluation, afterSteps(TinyRun.STEPS_PER_EPOCH + 1));
    run.resume(folder, evaluation, NEVER);
    assertEquals(List.of(false, false, true), said);
    List<String> rows = Files.readAllLines(folder.resolve("metrics.csv"));
    assertEquals("", rows.get(1).split(",")[5]);
    assertEquals("0.5", rows.get(3).split(",")[5]);
  }

  /** What is saved and measured is the average; what goes on is not. */
  @Test
  void withAveragedWeightsTheCheckpointHoldsBoth() throws IOException {
    TinyRun run = TinyRun.withEveryIngredient();
    TrainResult result = run.start(folder, FIRST_FEATURE, NEVER);
    Path last = folder.resolve(CheckpointKeeper.LAST);
    assertEquals(result.last().test().accuracy(), feature(Checkpoint.load(last)));
    CheckpointFile file = CheckpointFile.read(last);
    float[] weights = file.arrays().get("optimizer/weights").floats();
    float[] average = file.arrays().get("parameters/conv1.weight").floats();
    assertFalse(Arrays.equals(average, Arrays.copyOf(weights, average.length)));
    assertFalse(
        CheckpointFile.read(lastOf(TinyRun.usual())).arrays().containsKey("optimizer/weights"));
  }

  private Path lastOf(TinyRun run) throws IOException {
    Path other = folder.resolve("other");
    run.start(other, FIRST_FEATURE, NEVER);
    return other.resolve(CheckpointKeeper.LAST);
  }

  @Test
  void aCheckpointEmbedsAsTheNetworkDid() throws IOException {
    TrainResult result = TinyRun.usual().start(folder, FIRST_FEATURE, NEVER);
    Checkpoint checkpoint = Checkpoint.load(folder.resolve(CheckpointKeeper.LAST));
    assertEquals(result.last().test().accuracy(), feature(checkpoint));
  }

  private static byte[] last(Path run) throws IOException {
    return Files.readAllBytes(run.resolve(CheckpointKeeper.LAST));
  }
}
