package arcface4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.model.WeightDecay;
import arcface4j.train.OptimizerOptions.RateSchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A peak of 0.2, halved every second epoch, in 10 epochs of 10 steps. */
class OptimizerOptionsTest {

  private static TorchSgd updater(RateSchedule schedule) {
    WeightDecay decay = new WeightDecay(5e-4, false);
    return new OptimizerOptions(schedule, 0.2, 0.8, true, 2, 0.5, decay, 0).updater(100, 10);
  }

  /**
   * One-cycle begins at 0.2 / 25, is at 0.2 in step 29 and ends at 0.2 / 25 / 1e4: step 30 is the
   * first of 70 on half a cosine, 8e-7 + (0.2 - 8e-7) (1 + cos(pi / 70)) / 2. Cosine is 0.2 (1 +
   * cos(pi step / 100)) / 2.
   */
  @ParameterizedTest
  @CsvSource({
    "CONSTANT, 0.2, 0.2, 0.2",
    "STEP, 0.2, 0.1, 0.0125",
    "COSINE, 0.2, 0.158778525, 4.9343963e-5",
    "ONE_CYCLE, 0.008, 0.199899307, 8e-7"
  })
  void theRateIsThatOfTheWholeRun(
      RateSchedule schedule, double first, double thirtieth, double last) {
    TorchSgd updater = updater(schedule);
    assertEquals(first, updater.rateAt(0), 1e-9);
    assertEquals(thirtieth, updater.rateAt(30), 1e-9);
    assertEquals(last, updater.rateAt(99), 1e-11);
  }

  @Test
  void momentumAndNesterovArrive() {
    TorchSgd updater = updater(RateSchedule.ONE_CYCLE);
    assertEquals(new Schedule.Constant(0.8), updater.momentum());
    assertTrue(updater.nesterov());
  }
}
