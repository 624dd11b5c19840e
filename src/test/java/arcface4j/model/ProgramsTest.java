package arcface4j.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import arcface4j.model.Programs.BatchShape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Programs are made once for a shape and freed. */
class ProgramsTest {

  private static final BatchShape FULL = new BatchShape(8, 32, 32);
  private static final BatchShape LAST = new BatchShape(5, 32, 32);
  private static final BatchShape SINGLE = new BatchShape(1, 32, 32);

  private final List<String> events = new ArrayList<>();

  private AutoCloseable make(BatchShape shape) {
    if (shape.images() > 1000) {
      throw new IllegalStateException("too large");
    }
    events.add("make " + shape.images());
    return () -> events.add("close " + shape.images());
  }

  @Test
  void anEpochWithAShortLastBatchNeedsTwo() {
    Programs<AutoCloseable> programs = new Programs<>(this::make);
    for (int epoch = 0; epoch < 3; epoch++) {
      programs.of(FULL);
      programs.of(FULL);
      programs.of(LAST);
    }
    assertEquals(List.of("make 8", "make 5"), events);
  }

  @Test
  void theLeastUsedGoesFirstAndTheRestWithTheNetwork() {
    Programs<AutoCloseable> programs = new Programs<>(this::make);
    programs.of(FULL);
    programs.of(LAST);
    programs.of(FULL);
    programs.of(SINGLE);
    assertEquals(List.of("make 8", "make 5", "close 5", "make 1"), events);
    programs.closeAll();
    programs.closeAll();
    assertEquals(List.of("make 8", "make 5", "close 5", "make 1", "close 8", "close 1"), events);
  }

  @Test
  void aProgramThatCannotBeMadeLeavesNothingBehind() {
    Programs<AutoCloseable> programs = new Programs<>(this::make);
    programs.of(FULL);
    assertThrows(IllegalStateException.class, () -> programs.of(new BatchShape(2000, 32, 32)));
    programs.of(FULL);
    programs.closeAll();
    assertEquals(List.of("make 8", "close 8"), events);
  }
}
