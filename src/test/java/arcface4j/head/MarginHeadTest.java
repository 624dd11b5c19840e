package arcface4j.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarginHeadTest {

  private static final MarginHead ARCFACE = MarginHead.of(HeadKind.ARCFACE);
  private static final MarginHead COSFACE = MarginHead.of(HeadKind.COSFACE);
  private static final MarginHead SPHEREFACE = MarginHead.of(HeadKind.SPHEREFACE);
  private static final MarginHead NORMFACE = MarginHead.of(HeadKind.NORMFACE);
  private static final MarginHead SOFTMAX = MarginHead.of(HeadKind.SOFTMAX);

  @Test
  void textbookValuesAreThoseOfThePapers() {
    assertEquals(
        new MarginHead(HeadKind.ARCFACE, 30, 0.5, false, Centres.TEXTBOOK, 0, 0, MarginWarmup.NONE),
        ARCFACE);
    assertEquals(
        new MarginHead(
            HeadKind.COSFACE, 30, 0.35, false, Centres.TEXTBOOK, 0, 0, MarginWarmup.NONE),
        COSFACE);
    assertEquals(
        new MarginHead(HeadKind.SPHEREFACE, 1, 4, false, Centres.TEXTBOOK, 0, 0, MarginWarmup.NONE),
        SPHEREFACE);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake(() -> ARCFACE.withMargin(4.2), "margin 4.2 is not in [0, pi); it is in radians"),
        mistake(() -> ARCFACE.withMargin(Math.PI), "margin 3.14159"),
        mistake(() -> ARCFACE.withMargin(-0.1), "margin -0.1 is not in [0, pi)"),
        mistake(() -> ARCFACE.withMargin(Double.NaN), "margin NaN is not in [0, pi)"),
        mistake(() -> COSFACE.withMargin(2), "margin 2.0 is not in [0, 2); it is subtracted"),
        mistake(() -> SPHEREFACE.withMargin(2.5), "margin 2.5 of sphereface is not a whole"),
        mistake(() -> SPHEREFACE.withMargin(6), "margin 6.0 of sphereface is not a whole"),
        mistake(() -> NORMFACE.withMargin(0.5), "margin 0.5 does not go with normface"),
        mistake(() -> ARCFACE.withScale(0), "scale 0.0 is not a finite number above 0"),
        mistake(
            () -> ARCFACE.withScale(Double.POSITIVE_INFINITY), "scale Infinity is not a finite"),
        mistake(() -> SPHEREFACE.withScale(30), "scale 30.0 does not go with sphereface"),
        mistake(() -> COSFACE.withEasyMargin(true), "easy margin is a branch of arcface; cosface"),
        mistake(() -> ARCFACE.withSubcenters(0), "subcenters 0 is not 1 or more"),
        mistake(() -> SOFTMAX.withSubcenters(3), "subcenters 3 needs a head of cosines"),
        mistake(() -> ARCFACE.withFocalGamma(-1), "focal gamma -1.0 is not a finite number of 0"),
        mistake(() -> ARCFACE.withLabelSmoothing(1), "label smoothing 1.0 is not in [0, 1); 0.1"),
        mistake(() -> ARCFACE.withLabelSmoothing(-0.1), "label smoothing -0.1 is not in [0, 1)"),
        mistake(
            () -> ARCFACE.withFocalGamma(2).withLabelSmoothing(0.1),
            "label smoothing does not go with the focal loss"),
        mistake(
            () -> ARCFACE.withMarginWarmup(new MarginWarmup(0, -5)),
            "margin warm-up of -5 steps after 0; neither can be negative"),
        mistake(
            () -> ARCFACE.withMarginWarmup(new MarginWarmup(-5, 1)),
            "margin warm-up of 1 steps after -5; neither can be"),
        mistake(
            () -> SPHEREFACE.withMarginWarmup(new MarginWarmup(5, 0)),
            "margin warm-up goes with arcface and"),
        mistake(
            () -> SPHEREFACE.withMarginWarmup(new MarginWarmup(0, 5)),
            "margin warm-up goes with arcface and"),
        mistake(
            () -> SOFTMAX.withCentreStart(CentreStart.TOGETHER),
            "centres that start together need a head of cosines; softmax starts as xavier"),
        mistake(() -> HeadKind.named("arc"), "head 'arc' is not one of arcface, cosface, sphere"));
  }

  private static Arguments mistake(Executable work, String message) {
    return Arguments.of(message, work);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void aMistakeIsNamedInOneLine(String message, Executable work) {
    Exception error = assertThrows(IllegalArgumentException.class, work);
    assertEquals(message, error.getMessage().substring(0, message.length()));
    assertEquals(1, error.getMessage().lines().count());
  }

  @ParameterizedTest
  @EnumSource
  void everyKindIsFoundByItsName(HeadKind kind) {
    assertEquals(kind, HeadKind.named(kind.label()));
  }

  @ParameterizedTest
  @EnumSource
  void theConfigurationSurvivesJson(HeadKind kind) throws Exception {
    MarginHead head = MarginHead.of(kind).withFocalGamma(1.5);
    ObjectMapper json = new ObjectMapper();
    assertEquals(head, json.readValue(json.writeValueAsString(head), MarginHead.class));
  }

  /** At the bound, P = exp(s) / (exp(s) + (C - 1) exp(-s / (C - 1))), the paper's eq. 5. */
  @ParameterizedTest
  @ValueSource(ints = {2, 10, 1000})
  void theScaleBoundGivesItsProbability(int classes) {
    double scale = MarginHead.scaleBound(classes, 0.9999);
    double others = (classes - 1) * Math.exp(-scale / (classes - 1));
    assertEquals(0.9999, Math.exp(scale) / (Math.exp(scale) + others), 1e-12);
  }

  @Test
  void forTenClassesTheScaleBoundIsAroundTen() {
    assertEquals(6.1, MarginHead.scaleBound(10, 0.99), 0.05);
    assertEquals(10.3, MarginHead.scaleBound(10, 0.9999), 0.05);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 10, 0, 0", "0, 10, 4, 0.2", "0, 10, 10, 0.5", "0, 10, 1000000, 0.5",
    "20, 10, 0, 0", "20, 10, 20, 0", "20, 10, 24, 0.2", "20, 10, 30, 0.5",
    "20, 0, 19, 0", "20, 0, 20, 0.5"
  })
  void theMarginGrowsInAStraightLineBehindItsDelay(
      int delay, int steps, long iteration, double margin) {
    MarginHead head = ARCFACE.withMarginWarmup(new MarginWarmup(delay, steps));
    assertEquals(margin, head.marginAt(iteration));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 1_000_000})
  void withoutWarmUpTheMarginIsConstant(long iteration) {
    assertEquals(0.5, ARCFACE.marginAt(iteration));
  }

  @Test
  void annealingFallsToItsFloor() {
    assertEquals(1000 / 1.12, SphereFaceAnnealing.lambdaAt(1), 1e-9);
    assertEquals(1000 / 121.0, SphereFaceAnnealing.lambdaAt(1000), 1e-9);
    assertEquals(5, SphereFaceAnnealing.lambdaAt(2000));
  }
}
