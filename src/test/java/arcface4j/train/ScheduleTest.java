package arcface4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.testing.GoldenCase;
import arcface4j.train.OneCycleShape.Annealing;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

  static List<GoldenCase> cases() {
    return GoldenCase.under("schedule/");
  }

  @Tag("golden")
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void ratesAreThoseOfPyTorch(GoldenCase golden) {
    golden.assertMatches("lr", values(rate(golden), golden.parameter("steps").asLong()));
  }

  @Tag("golden")
  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("cases")
  void momentaAreThoseOfPyTorch(GoldenCase golden) {
    Schedule momentum =
        golden.parameter("scheduler").asText().equals("OneCycleLR")
            ? cycledMomentum(
                shape(golden),
                golden.parameter("base_momentum").asDouble(0.85), // PyTorch's defaults
                golden.parameter("max_momentum").asDouble(0.95))
            : new Schedule.Constant(golden.array("momentum").get(0));
    golden.assertMatches("momentum", values(momentum, golden.parameter("steps").asLong()));
  }

  private static Schedule cycledMomentum(OneCycleShape shape, double low, double high) {
    return new Schedule.OneCycle(high, low, high, shape);
  }

  private static Schedule rate(GoldenCase golden) {
    double base = golden.parameter("base_lr").asDouble();
    double gamma = golden.parameter("gamma").asDouble(0.1);
    String name = golden.parameter("scheduler").asText();
    return switch (name) {
      case "StepLR" -> new Schedule.Step(base, golden.parameter("step_size").asLong(), gamma);
      case "MultiStepLR" -> new Schedule.MultiStep(base, milestones(golden), gamma);
      case "CosineAnnealingLR" ->
          new Schedule.Cosine(
              base, golden.parameter("eta_min").asDouble(0), golden.parameter("T_max").asLong());
      case "OneCycleLR" ->
          Schedule.OneCycle.ofRate(
              shape(golden),
              golden.parameter("max_lr").asDouble(),
              golden.parameter("div_factor").asDouble(Schedule.OneCycle.INITIAL_DIVISOR),
              golden.parameter("final_div_factor").asDouble(Schedule.OneCycle.LAST_DIVISOR));
      default -> throw new IllegalStateException("no schedule for " + name);
    };
  }

  private static List<Long> milestones(GoldenCase golden) {
    return StreamSupport.stream(golden.parameter("milestones").spliterator(), false)
        .map(JsonNode::asLong)
        .toList();
  }

  private static OneCycleShape shape(GoldenCase golden) {
    boolean linear = golden.parameter("anneal_strategy").asText("cos").equals("linear");
    return new OneCycleShape(
        golden.parameter("total_steps").asLong(),
        golden.parameter("pct_start").asDouble(OneCycleShape.PEAK_FRACTION),
        linear ? Annealing.LINEAR : Annealing.COSINE,
        golden.parameter("three_phase").asBoolean(false));
  }

  private static double[] values(Schedule schedule, long steps) {
    return LongStream.range(0, steps).mapToDouble(schedule::at).toArray();
  }

  @Test
  void cosineDoesNotDriftAfterAMillionPeriods() {
    Schedule cosine = new Schedule.Cosine(0.1, 0.001, 7);
    assertEquals(cosine.at(3), cosine.at(14_000_000L + 3));
  }

  @Test
  void aMilestoneListedTwiceCountsTwice() {
    Schedule schedule = new Schedule.MultiStep(1, List.of(5L, 5L, 9L), 0.5);
    assertEquals(1, schedule.at(4));
    assertEquals(0.25, schedule.at(5));
    assertEquals(0.125, schedule.at(9));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 7})
  void aShortCycleHasFiniteValuesAndEndsAtTheLast(long totalSteps) {
    for (boolean threePhase : new boolean[] {false, true}) {
      for (double peak : new double[] {0, 0.3, 0.5}) {
        OneCycleShape shape = new OneCycleShape(totalSteps, peak, Annealing.COSINE, threePhase);
        Schedule cycle = new Schedule.OneCycle(0.1, 1, 0.01, shape);
        for (double value : values(cycle, totalSteps)) {
          assertTrue(value >= 0.01 && value <= 1, () -> shape + " gives " + value);
        }
        if (totalSteps > 2) {
          assertEquals(0.01, cycle.at(totalSteps - 1), 1e-12, shape::toString);
        }
      }
    }
  }

  @Test
  void aStepPastTheCycleIsRefused() {
    Schedule cycle = new Schedule.OneCycle(0.1, 1, 0.01, OneCycleShape.of(10));
    var refusal = assertThrows(IllegalArgumentException.class, () -> cycle.at(10));
    assertEquals("step 10 is not one of the cycle's 10 steps", refusal.getMessage());
  }

  @Test
  void shapesThatCannotBeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Step(1, 0, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new Schedule.Cosine(1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> OneCycleShape.of(0));
    for (double fraction : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new OneCycleShape(10, fraction, Annealing.LINEAR, false));
    }
    assertThrows(
        IllegalArgumentException.class, () -> new OneCycleShape(10, 0.6, Annealing.LINEAR, true));
  }
}
