package arcface4j.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import arcface4j.engine.Precision;
import arcface4j.model.ResNetSpec;
import arcface4j.model.Stage;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RowProcessTest {

  /** A batch norm over one number has no variance, which the engine refuses. */
  @Test
  @Tag("slow")
  void whatFailsInTheRowsProcessIsToldInOneLine() {
    ResNetSpec onePixel = new ResNetSpec(3, 32, Collections.nCopies(5, new Stage(1, 4, 2)), 0);
    BenchCase bench =
        new BenchCase(BenchEngine.BARE, Precision.F32, BenchPhase.TRAIN, 1, 1, 1, 1, 10, onePixel);
    String message = assertThrows(IOException.class, () -> RowProcess.run(bench)).getMessage();
    assertEquals("bare f32 train, batch 1, 1 threads: batch norm", message.split(" layer5")[0]);
  }

  /** Windows takes quotes for its own. */
  @Test
  void theCaseGoesOverWithoutAQuote() throws IOException {
    ResNetSpec spec = ResNetSpec.of(List.of(1), 4, 3, 32, 0);
    BenchCase bench =
        new BenchCase(BenchEngine.ND4J, Precision.F32, BenchPhase.TRAIN, 1, 1, 1, 1, 10, spec);
    List<String> command = RowProcess.command(bench);
    assertFalse(command.get(command.size() - 1).contains("\""));
  }

  @Test
  void aCaseWithoutStepsIsRefused() {
    ResNetSpec spec = ResNetSpec.of(List.of(1), 4, 3, 32, 0);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new BenchCase(BenchEngine.ND4J, Precision.F32, BenchPhase.TRAIN, 1, 1, 0, 1, 10, spec));
  }
}
