package arcface4j.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.testing.InDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Every head's gradients by features and centres, in double, workspaces on. */
@ExtendWith(InDouble.class)
class MarginGradientTest {

  private static final int COLUMNS = 3;
  private static final int CLASSES = 4;
  private static final int ITERATION = 30;
  private static final double STEP = 1e-6;

  /** Sides of every branch: the cut-over of m = 0.5 is at 151 degrees, that of m = 2 at 65. */
  private static final double[] DEGREES = {10, 50, 63, 85, 96, 130, 145, 157, 170};

  static Stream<MarginHead> heads() {
    return Stream.concat(angularHeads(), softmaxHeads());
  }

  static Stream<MarginHead> angularHeads() {
    MarginHead arcFace = MarginHead.of(HeadKind.ARCFACE).withScale(4);
    MarginHead cosFace = MarginHead.of(HeadKind.COSFACE).withScale(4);
    MarginHead sphereFace = MarginHead.of(HeadKind.SPHEREFACE);
    MarginHead normFace = MarginHead.of(HeadKind.NORMFACE).withScale(4);
    return Stream.of(
            Stream.of(arcFace, arcFace.withEasyMargin(true), arcFace.withMargin(2)),
            Stream.of(arcFace.withMargin(0), arcFace.withMarginWarmup(new MarginWarmup(0, 100))),
            Stream.of(arcFace.withSubcenters(3), arcFace.withFocalGamma(2)),
            Stream.of(arcFace.withEasyMargin(true).withSubcenters(2).withFocalGamma(0.5)),
            Stream.of(cosFace, cosFace.withMarginWarmup(new MarginWarmup(0, 100))),
            Stream.of(cosFace.withSubcenters(2), cosFace.withFocalGamma(2)),
            Stream.of(arcFace, cosFace, sphereFace, normFace)
                .map(head -> head.withLabelSmoothing(0.2)),
            IntStream.rangeClosed(1, 5).mapToObj(sphereFace::withMargin),
            Stream.of(sphereFace.withSubcenters(2), sphereFace.withFocalGamma(1)),
            Stream.of(normFace, normFace.withSubcenters(3), normFace.withFocalGamma(2)))
        .flatMap(heads -> heads);
  }

  private static Stream<MarginHead> softmaxHeads() {
    MarginHead softmax = MarginHead.of(HeadKind.SOFTMAX);
    return Stream.of(softmax, softmax.withFocalGamma(2), softmax.withLabelSmoothing(0.3));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("heads")
  void dl4jsGradientCheckPasses(MarginHead head) {
    Sample sample = new Sample(head);
    ComputationGraph network = sample.network();
    assertTrue(
        GradientCheckUtil.checkGradients(
            new GradientCheckUtil.GraphConfig()
                .net(network)
                .epsilon(STEP)
                .maxRelError(1e-3)
                .minAbsoluteError(1e-9)
                .inputs(new INDArray[] {Heads.rows(DEGREES.length, DataType.DOUBLE)})
                .labels(new INDArray[] {Heads.oneHot(sample.labels, CLASSES, DataType.DOUBLE)})));
  }

  @ParameterizedTest
  @MethodSource("angularHeads")
  void theLayerAgreesWithTheReference(MarginHead head) {
    Sample sample = new Sample(head);
    ReferenceMargin reference = sample.reference();
    Heads.Outcome outcome = Heads.outcome(sample.network(), sample.labels);
    assertEquals(reference.loss(), outcome.loss(), 1e-12);
    assertArrayEquals(ReferenceMargin.flat(reference.featureGradient()), outcome.features(), 1e-10);
    assertArrayEquals(ReferenceMargin.flat(reference.weightGradient()), outcome.weight(), 1e-10);
  }

  @ParameterizedTest
  @MethodSource("angularHeads")
  void theGradientsAreDifferencesOfTheReferencesLoss(MarginHead head) {
    Sample sample = new Sample(head);
    Heads.Outcome outcome = Heads.outcome(sample.network(), sample.labels);
    assertArrayEquals(sample.differences(sample.features), outcome.features(), 1e-7);
    assertArrayEquals(sample.differences(sample.weight), outcome.weight(), 1e-7);
  }

  /** Nine rows, one for each angle. */
  private static final class Sample {
    final MarginHead head;
    final int[] labels = IntStream.range(0, DEGREES.length).map(n -> n % CLASSES).toArray();
    final double[][] weight;
    final double[][] features;

    Sample(MarginHead head) {
      Angles angles = new Angles(20);
      this.head = head;
      this.weight = angles.normal(CLASSES * head.centres().perClass(), COLUMNS);
      this.features = angles.features(DEGREES, weight, head.centres().perClass(), labels);
    }

    ComputationGraph network() {
      ComputationGraph network =
          Heads.network(
              head,
              Heads.matrix(ReferenceMargin.flat(features), COLUMNS, DataType.DOUBLE),
              Heads.matrix(ReferenceMargin.flat(weight), COLUMNS, DataType.DOUBLE));
      network.getConfiguration().setIterationCount(ITERATION);
      return network;
    }

    ReferenceMargin reference() {
      return new ReferenceMargin(head, ITERATION, features, weight, labels);
    }

    double[] differences(double[][] variable) {
      return Stream.of(variable)
          .flatMapToDouble(
              row -> IntStream.range(0, row.length).mapToDouble(d -> difference(row, d)))
          .toArray();
    }

    private double difference(double[] row, int d) {
      double kept = row[d];
      row[d] = kept + STEP;
      double above = reference().loss();
      row[d] = kept - STEP;
      double below = reference().loss();
      row[d] = kept;
      return (above - below) / (2 * STEP);
    }
  }
}
