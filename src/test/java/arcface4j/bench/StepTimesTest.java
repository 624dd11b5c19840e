package arcface4j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import arcface4j.engine.Phase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepTimesTest {

  @Test
  void whatNobodyCountedIsTheRest() {
    Map<String, Double> shares =
        new StepTimes().add(StepPart.HEAD, 30).add(StepPart.INPUT, 10).shares(80);
    assertEquals(List.of("head", "input", "other"), List.copyOf(shares.keySet()));
    assertEquals(0.375, shares.get("head"));
    assertEquals(0.125, shares.get("input"));
    assertEquals(0.5, shares.get("other"));
  }

  @Test
  void everyPhaseOfTheEngineIsPartOfAStep() {
    assertEquals(Set.of(Phase.values()), StepPart.ofPhases().keySet());
  }
}
