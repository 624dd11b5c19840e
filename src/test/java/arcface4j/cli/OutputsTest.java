package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import arcface4j.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {

  @TempDir Path folder;

  private static Outputs outputs(String... words) throws UsageException {
    Arguments arguments = Arguments.parse(TrainFlags.all(), words);
    return Outputs.of(arguments, new TrainSettings(arguments).options());
  }

  private RunFolder run() {
    return new RunFolder(folder.resolve("run"));
  }

  @Test
  void aResumedRunGoesOnAmongTheCheckpointsOfItsOwn() throws IOException, UsageException {
    Path model = folder.resolve("best.ckpt");
    assertEquals(run().checkpoints(), outputs().resuming(model).plan(run(), 1).folder());
    Files.createFile(folder.resolve("last.ckpt"));
    assertEquals(folder, outputs().resuming(model).plan(run(), 1).folder());
    String other = folder.resolve("other").toString();
    Outputs named = outputs("--checkpoint-dir", other).resuming(model);
    assertEquals(Path.of(other), named.plan(run(), 1).folder());
  }

  @Test
  void theEpochsBeforeAreDeletedWhereKeepIsGiven() throws UsageException {
    assertEquals(7, outputs().plan(run(), 7).firstEpoch());
    assertEquals(1, outputs("--keep", "3").plan(run(), 7).firstEpoch());
  }
}
