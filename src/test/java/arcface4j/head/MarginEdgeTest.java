package arcface4j.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Rows where the formulas are undefined or overflow: everything stays finite. */
class MarginEdgeTest {

  private static final int COLUMNS = 3;
  private static final double[][] WEIGHT = {{2, 1, -2}, {0, 0, 0}, {0.3, -0.1, 0.7}, {-2, -1, 2}};

  /** Features of class 0, whose centre is (2, 1, -2). */
  private static final double[][] FEATURES = {
    {2, 1, -2}, // parallel
    {-2, -1, 2}, // antiparallel
    {6e-7, 3e-7, -6e-7}, // parallel and short
    {0, 0, 0}, // no direction
    {2e-25, 1e-25, -3e-25}, // shorter than any direction that counts
    {3e15, -1e15, 1e15},
    {-3e25, 1e25, 2e25}, // the square overflows in float
  };

  private static final int ZERO = 3;
  private static final int SHORTEST = 4;

  static Stream<Arguments> headsInBothPrecisions() {
    MarginHead arcFace = MarginHead.of(HeadKind.ARCFACE);
    return Stream.of(
            arcFace,
            arcFace.withEasyMargin(true),
            arcFace.withMargin(0),
            arcFace.withMargin(3.1),
            arcFace.withScale(64).withSubcenters(2),
            arcFace.withFocalGamma(0.5),
            MarginHead.of(HeadKind.COSFACE),
            MarginHead.of(HeadKind.SPHEREFACE),
            MarginHead.of(HeadKind.SPHEREFACE).withMargin(1),
            MarginHead.of(HeadKind.NORMFACE).withFocalGamma(2))
        .flatMap(
            head ->
                Stream.of(DataType.FLOAT, DataType.DOUBLE).map(type -> Arguments.of(head, type)));
  }

  @ParameterizedTest
  @MethodSource("headsInBothPrecisions")
  void everyRowOfEveryClassHasFiniteLossAndGradients(MarginHead head, DataType type) {
    int[] labels = IntStream.range(0, WEIGHT.length / head.centres().perClass()).toArray();
    for (double[] feature : FEATURES) {
      List<double[]> copies = Collections.nCopies(labels.length, feature);
      Heads.Outcome outcome = outcome(head, type, copies, labels);
      String row = Arrays.toString(feature);
      assertTrue(Double.isFinite(outcome.loss()), row + ": loss " + outcome.loss());
      assertTrue(allFinite(outcome.features()), row + ": gradient of the feature");
      assertTrue(allFinite(outcome.weight()), row + ": gradient of the centres");
    }
  }

  @ParameterizedTest
  @MethodSource("headsInBothPrecisions")
  void aFeatureWithoutDirectionGetsNoGradientAndGivesNone(MarginHead head, DataType type) {
    for (int row : new int[] {ZERO, SHORTEST}) {
      Heads.Outcome outcome = outcome(head, type, List.of(FEATURES[row]), 0);
      assertArrayEquals(new double[COLUMNS], outcome.features());
      assertArrayEquals(new double[WEIGHT.length * COLUMNS], outcome.weight());
    }
  }

  @ParameterizedTest
  @MethodSource("headsInBothPrecisions")
  void aDegenerateRowLeavesTheOthersAlone(MarginHead head, DataType type) {
    double[] usual = {1, -0.4, 0.2};
    double[] alone = outcome(head, type, List.of(usual), 0).features();
    double[] beside = outcome(head, type, List.of(FEATURES[ZERO], usual), 0, 0).features();
    if (head.focalGamma() == 0) {
      double[] second = Arrays.copyOfRange(beside, COLUMNS, 2 * COLUMNS);
      // A mean over two rows gives each half the weight.
      assertArrayEquals(alone, DoubleStream.of(second).map(value -> 2 * value).toArray(), 1e-4);
    }
    assertTrue(allFinite(beside));
  }

  @ParameterizedTest
  @MethodSource("headsInBothPrecisions")
  void theCosineDoesNotDependOnTheLength(MarginHead head, DataType type) {
    if (head.kind().hasScale()) {
      double[] usual = {1, -0.4, 0.2};
      double[] huge = DoubleStream.of(usual).map(value -> 1e25 * value).toArray();
      double loss = outcome(head, type, List.of(usual), 0).loss();
      assertEquals(loss, outcome(head, type, List.of(huge), 0).loss(), 1e-4);
    }
  }

  @Test
  void ofEqualCentresOnlyTheFirstLearns() {
    double[][] twice = {{2, 1, -2}, {2, 1, -2}, {-1, 3, 0}, {-1, 3, 0}};
    MarginHead head = MarginHead.of(HeadKind.ARCFACE);
    double[] single = weightGradient(head, new double[][] {twice[0], twice[2]});
    double[] shared = weightGradient(head.withSubcenters(2), twice);
    for (int row = 0; row < 2; row++) {
      for (int d = 0; d < COLUMNS; d++) {
        int first = 2 * row * COLUMNS + d;
        assertEquals(single[row * COLUMNS + d], shared[first], 1e-12);
        assertEquals(0.0, shared[first + COLUMNS]);
      }
    }
  }

  private static double[] weightGradient(MarginHead head, double[][] weight) {
    double[][] features = {{1, -0.4, 0.2}};
    ComputationGraph network =
        Heads.network(
            head,
            Heads.matrix(ReferenceMargin.flat(features), COLUMNS, DataType.DOUBLE),
            Heads.matrix(ReferenceMargin.flat(weight), COLUMNS, DataType.DOUBLE));
    return Heads.outcome(network, new int[] {1}).weight();
  }

  private static Heads.Outcome outcome(
      MarginHead head, DataType type, List<double[]> features, int... labels) {
    ComputationGraph network =
        Heads.network(
            head,
            Heads.matrix(ReferenceMargin.flat(features.toArray(double[][]::new)), COLUMNS, type),
            Heads.matrix(ReferenceMargin.flat(WEIGHT), COLUMNS, type));
    return Heads.outcome(network, labels);
  }

  private static boolean allFinite(double[] values) {
    return DoubleStream.of(values).allMatch(Double::isFinite);
  }
}
