package arcface4j.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.io.AtomicFile;
import arcface4j.npy.NpyArray;
import arcface4j.testing.ChildJvm;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointKeeperTest {

  private static final EpochFileName NAMES = EpochFileName.of(EpochFileName.READABLE, "", "");

  @TempDir Path folder;

  private CheckpointKeeper keeper(int epochsToKeep) throws IOException {
    return new CheckpointPlan(folder, NAMES, epochsToKeep, 1).keeper(Double.NaN);
  }

  private static CheckpointKeeper.Write text(String text) {
    return file -> AtomicFile.write(file, text);
  }

  private String content(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void lastBestAndTheNewestEpochsStay() throws IOException {
    CheckpointKeeper keeper = keeper(2);
    double[] values = {0.5, 0.7, Double.NaN, 0.7, 0.6};
    for (int epoch = 1; epoch <= values.length; epoch++) {
      Path saved = keeper.saveEpoch(epoch, values[epoch - 1], text("epoch " + epoch));
      assertEquals("epoch " + epoch, Files.readString(saved));
      assertEquals("epoch " + epoch, content("last.ckpt"));
    }
    assertEquals(List.of("best.ckpt", "epoch-004.ckpt", "epoch-005.ckpt", "last.ckpt"), files());
    assertEquals("epoch 2", content("best.ckpt"), "the first of two equal values stays");
    assertEquals(0.7, keeper.best());
  }

  @Test
  void withoutEpochsOnlyLastAndBestAreThere() throws IOException {
    CheckpointKeeper keeper = keeper(0);
    keeper.saveEpoch(1, 0.2, text("1"));
    Path saved = keeper.saveEpoch(2, 0.1, text("2"));
    assertEquals(folder.resolve("last.ckpt"), saved);
    assertEquals(List.of("best.ckpt", "last.ckpt"), files());
    assertEquals("1", content("best.ckpt"));
    assertEquals("2", content("last.ckpt"));
  }

  @Test
  void aStopWithinAnEpochChangesOnlyTheLast() throws IOException {
    CheckpointKeeper keeper = keeper(3);
    keeper.saveEpoch(1, 0.2, text("1"));
    keeper.saveLast(text("1.5"));
    assertEquals("1.5", content("last.ckpt"));
    assertEquals("1", content("best.ckpt"));
    assertEquals("1", content("epoch-001.ckpt"));
  }

  @Test
  void savingAnEpochAgainLeavesNoOtherNames() throws IOException {
    CheckpointKeeper keeper = keeper(3);
    keeper.saveEpoch(1, 0.2, text("1"));
    AtomicFile.link(folder.resolve("epoch-001.ckpt"), folder.resolve("last.ckpt"));
    keeper.saveEpoch(1, 0.2, text("again"));
    assertEquals(List.of("best.ckpt", "epoch-001.ckpt", "last.ckpt"), files());
    assertEquals("again", content("last.ckpt"));
    assertEquals("1", content("best.ckpt"));
  }

  @Test
  void aResumedRunNeitherLosesTheBestNorDeletesWhatItJustWrote() throws IOException {
    CheckpointKeeper first = keeper(2);
    for (int epoch = 1; epoch <= 6; epoch++) {
      first.saveEpoch(epoch, 0.1 * epoch, text("old " + epoch));
    }
    CheckpointKeeper resumed = new CheckpointPlan(folder, NAMES, 2, 1).keeper(first.best());
    resumed.saveEpoch(3, 0.3, text("new 3"));
    assertEquals("new 3", content("epoch-003.ckpt"));
    assertEquals("new 3", content("last.ckpt"));
    assertEquals("old 6", content("best.ckpt"));
  }

  @Test
  void epochsBeforeTheFirstStayAndAreNotCounted() throws IOException {
    CheckpointKeeper first = keeper(3);
    for (int epoch = 1; epoch <= 3; epoch++) {
      first.saveEpoch(epoch, Double.NaN, text("old " + epoch));
    }
    CheckpointKeeper resumed = new CheckpointPlan(folder, NAMES, 1, 3).keeper(Double.NaN);
    for (int epoch = 3; epoch <= 5; epoch++) {
      resumed.saveEpoch(epoch, Double.NaN, text("new " + epoch));
    }
    assertEquals(
        List.of("epoch-001.ckpt", "epoch-002.ckpt", "epoch-005.ckpt", "last.ckpt"), files());
  }

  @Test
  void foreignFilesStayAndAbandonedOnesGo() throws IOException {
    List<String> foreign =
        List.of("epoch-1.ckpt", "epoch-abc.ckpt", "notes.txt", "x.part", "xepoch-001.ckpt");
    for (String name : foreign) {
      Files.writeString(folder.resolve(name), "mine");
    }
    Files.writeString(folder.resolve("last.ckpt.arcface-00000000000000aa.part"), "half");
    CheckpointKeeper keeper = keeper(1);
    for (int epoch = 1; epoch <= 3; epoch++) {
      keeper.saveEpoch(epoch, 0, text("" + epoch));
    }
    assertTrue(files().containsAll(foreign), files()::toString);
    assertEquals(foreign.size() + 3, files().size(), files()::toString);
  }

  @Test
  void aFailedSaveLeavesWhatWasThere() throws IOException {
    CheckpointKeeper keeper = keeper(2);
    keeper.saveEpoch(1, 0.2, text("1"));
    assertThrows(
        IOException.class,
        () ->
            keeper.saveEpoch(
                2,
                0.9,
                file ->
                    AtomicFile.write(
                        file,
                        channel -> {
                          AtomicFile.writeFully(channel, ByteBuffer.allocate(10));
                          throw new IOException("disk full");
                        })));
    assertEquals(List.of("best.ckpt", "epoch-001.ckpt", "last.ckpt"), files());
    assertEquals("1", content("last.ckpt"));
    assertEquals(0.2, keeper.best());
  }

  @Test
  void aFolderThatCannotBeMadeIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    for (Path impossible : List.of(file, file.resolve("below"))) {
      CheckpointException refusal =
          assertThrows(
              CheckpointException.class,
              () -> new CheckpointPlan(impossible, NAMES, 1, 1).keeper(0));
      assertTrue(
          refusal.getMessage().startsWith(impossible + ": no folder for checkpoints: "),
          refusal::getMessage);
    }
  }

  @Test
  void templatesOfTheOriginalAreUnderstood() {
    EpochFileName original = EpochFileName.of("{}_{}_epoch={}", "CIFAR10", "ResNet$18");
    assertEquals("CIFAR10_ResNet$18_epoch=7", original.name(7));
    assertEquals(7, original.epoch(folder.resolve("CIFAR10_ResNet$18_epoch=7")).orElseThrow());
    assertFalse(original.epoch(folder.resolve("CIFAR10_ResNet$18_epoch=07")).isPresent());
    assertFalse(original.epoch(folder.resolve("CIFAR10_ResNet$18_epoch=")).isPresent());
    assertFalse(original.epoch(folder.resolve("CIFAR10_ResNet$18_epoch=99999999999")).isPresent());
    assertEquals("epoch-007.ckpt", NAMES.name(7));
    assertEquals("epoch-1234.ckpt", NAMES.name(1234));
    assertEquals(1234, NAMES.epoch(Path.of("epoch-1234.ckpt")).orElseThrow());
    assertEquals("a%d-5", EpochFileName.of("a%d-{}", "", "").name(5));
  }

  @Test
  void templatesThatCannotNameAFileAreRefused() {
    for (String template : List.of("", "x", "{}{}", "{}{}{}{}", "a/{}", "..\\{}", "{}.part")) {
      assertThrows(
          IllegalArgumentException.class, () -> EpochFileName.of(template, "data", "model"));
    }
    assertThrows(
        IllegalArgumentException.class, () -> EpochFileName.of("{}_{}_{}", "../data", "model"));
  }

  /** Saves epochs as fast as it can, each array filled with the epoch's number. */
  static final class SavingLoop {
    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      CheckpointKeeper keeper = new CheckpointPlan(folder, NAMES, 2, 1).keeper(Double.NaN);
      float[] values = new float[1_000_000];
      for (int epoch = Integer.parseInt(arguments[1]); ; epoch++) {
        Arrays.fill(values, epoch);
        var content = JsonNodeFactory.instance.objectNode().put("epoch", epoch);
        var arrays = Map.of("parameters/w", NpyArray.of(values, 1000, 1000));
        keeper.saveEpoch(epoch, epoch % 3, file -> CheckpointWriter.write(file, content, arrays));
        System.out.println(epoch);
      }
    }
  }

  @Tag("slow")
  @Test
  void killedAtAnyMomentItLeavesALoadableLast() throws Exception {
    Random random = new Random(17);
    int epoch = 0;
    int halfWritten = 0;
    for (int round = 0; round < 12; round++) {
      try (ChildJvm child =
          ChildJvm.start(SavingLoop.class, folder.toString(), Integer.toString(epoch + 1))) {
        assertEquals(Integer.toString(epoch + 1), child.line());
        Thread.sleep(random.nextInt(80));
        child.kill();
      }
      int reached = wholeEpoch("last.ckpt");
      assertTrue(reached > epoch, () -> "last went back to " + reached);
      assertTrue(wholeEpoch("best.ckpt") <= reached);
      epoch = reached;
      halfWritten += (int) files().stream().filter(name -> name.endsWith(".part")).count();
    }
    assertTrue(halfWritten > 0, "no kill ever hit a file that was being written");
    keeper(2);
    assertTrue(files().stream().noneMatch(name -> name.endsWith(".part")), files()::toString);
  }

  /** The epoch in a checkpoint, all of whose values must be that epoch. */
  private int wholeEpoch(String name) throws IOException {
    CheckpointFile checkpoint = CheckpointFile.read(folder.resolve(name));
    int epoch = checkpoint.content().get("epoch").asInt();
    for (float value : checkpoint.arrays().get("parameters/w").floats()) {
      if (value != epoch) {
        throw new AssertionError(name + " of epoch " + epoch + " holds " + value);
      }
    }
    return epoch;
  }
}
