package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Data, disk or machine are not as needed: exit code 1, one line, nothing half-written. */
class BadInputTest {

  @TempDir Path folder;
  @TempDir Path place;

  private Path out() {
    return place.resolve("run");
  }

  private void refused(CliRun run, String... parts) {
    run.failed(Cli.FAILED, parts);
    assertEquals("", run.out());
    assertFalse(Files.exists(out()));
  }

  private CliRun trainOn(String dataset, Path data, String... more) {
    String[] words = {"--dataset", dataset, "--data-dir", data.toString()};
    return CliRun.train(
        out(), Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar10", "folder"})
  void anEmptyOrMissingDataFolderIsNamed(String dataset) {
    refused(trainOn(dataset, folder), folder.toString());
    Path missing = folder.resolve("missing");
    refused(trainOn(dataset, missing), missing.toString());
  }

  @Test
  void aRecordFileOfTheWrongLengthIsNamed() throws IOException {
    Path file = Pictures.cifar10(folder).resolve("data_batch_3.bin");
    byte[] records = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(records, records.length - 1));
    refused(trainOn("cifar10", folder), file.toString(), "30729", "3073");
  }

  @Test
  void aLabelByteOf10IsNamedWithItsRecord() throws IOException {
    Path file = Pictures.cifar10(folder).resolve("test_batch.bin");
    byte[] records = Files.readAllBytes(file);
    records[4 * Pictures.RECORD_BYTES] = 10;
    Files.write(file, records);
    refused(trainOn("cifar10", folder), file.toString(), "record 4", "label 10", "0 to 9");
  }

  @Test
  void aBrokenImageIsNamedAndCanBeLeftOut() throws IOException {
    Pictures.folder(folder, 12, "cat", "dog");
    Path broken = Files.writeString(folder.resolve("dog/5.png"), "no picture");
    refused(trainOn("folder", folder), broken.toString(), "--skip-broken leaves it out");
    CliRun run = trainOn("folder", folder, "--skip-broken").succeeded();
    assertEquals(1, run.warnings().size(), run.err());
    assertTrue(run.warnings().get(0).contains(broken.toString()), run.err());
  }

  @Test
  void classesThatTrainingHasNotAreMeasuredByWhatFindsWhat() throws IOException {
    Pictures.folder(folder.resolve("train"), 5, "cat", "dog");
    Pictures.folder(folder.resolve("test"), 2, "cat", "fox");
    CliRun run = trainOn("folder", folder).succeeded();
    assertTrue(run.err().contains("4 test images (2 of unseen classes)"), run.err());
    assertTrue(run.out().contains("| unseen test Recall@1: 1.0000, MAP@R: 1.0000"), run.out());
    assertFalse(run.out().contains("test acc"), run.out());
    assertTrue(
        Files.readString(out().resolve("metrics.csv"))
            .contains(",test_recall_at_1,test_map_at_r,"));
    CliRun evaluated =
        CliRun.of("evaluate", "--checkpoint", out().resolve("checkpoints/best.ckpt") + "")
            .succeeded();
    assertTrue(evaluated.err().contains("so there is no accuracy"), evaluated.err());
    assertTrue(evaluated.out().contains("protocol open-set"), evaluated.out());
  }

  @Test
  void fewerImagesThanOneBatchAreRefused() {
    refused(
        CliRun.train(out(), "--batch-size", "25"),
        "24 training images are fewer than one batch of 25; give a smaller --batch-size");
  }

  @Test
  void aBatchOfOneAtTheEndWorksWithAWarning() {
    CliRun run = CliRun.train(out(), "--batch-size", "23").succeeded();
    assertEquals(1, run.warnings().size(), run.err());
    assertTrue(run.warnings().get(0).contains("single image"), run.err());
  }

  /** Shapes of that size would be drawn for minutes if the check came after them. */
  @Test
  void moreMemoryThanTheMachineHasIsRefusedBeforeAnyImageIsDrawn() {
    long start = System.nanoTime();
    refused(
        CliRun.train(
            out(),
            "--batch-size",
            "1000000",
            "--image-size",
            "512",
            "--shapes-train",
            "2000000000"),
        "a batch of 1000000 images of 512 x 512 needs about",
        "give a smaller --batch-size, --width or --image-size");
    assertTrue(System.nanoTime() - start < 20e9);
  }

  @Test
  void moreParametersThanOneArrayHoldsAreRefused() {
    refused(
        CliRun.train(out(), "--width", "1024"),
        "the network has 28",
        " parameters; at most 536870909 can be trained; give a smaller --width");
  }

  @Test
  void aLoneImageOfWhichOnePixelIsLeftIsRefused() {
    refused(
        CliRun.train(out(), "--batch-size", "23", "--sizes", "8@0.5,32"),
        "a batch of a single image has one number a channel at --sizes 8",
        "give another --batch-size or a larger size");
  }

  @Test
  void moreImagesThanTheHeapHoldsAreRefused() {
    refused(
        CliRun.train(out(), "--shapes-train", "500000000"),
        "shapes: 1500000012 images of 3072 bytes need",
        "a larger heap (java -Xmx)");
  }

  @Test
  void aRunFolderThatCannotBeWrittenToIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    CliRun.train(file).failed(Cli.FAILED, "the run folder " + file + " cannot be written to: ");
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void aCheckpointFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "mine");
    CliRun.train(out(), "--model_ckpt_dir", file.toString())
        .failed(Cli.FAILED, file + ": no folder for checkpoints: ");
    assertEquals("mine", Files.readString(file));
  }

  @EnabledOnOs(OS.LINUX)
  @Test
  void aCheckpointFolderThatTakesNoFilesIsNamedBeforeTheTraining() {
    CliRun run = CliRun.train(out(), "--checkpoint-dir", "/proc/self");
    run.failed(Cli.FAILED, "/proc/self: no folder for checkpoints: ");
    assertEquals("", run.out());
  }

  @ParameterizedTest
  @CsvSource({"1e30", "1e37"})
  void aLossThatIsNotFiniteEndsTheRunAndIsRecorded(String rate) throws IOException {
    CliRun run =
        CliRun.train(
            out(),
            "--engine nd4j --schedule constant --margin-warmup 0 --lr RATE"
                .replace("RATE", rate)
                .split(" "));
    run.failed(
        Cli.FAILED, "the loss is NaN at step 1 ", "learning rate 1.0E", "largest gradient NaN in ");
    String record = Files.readString(out().resolve("run.json"));
    assertTrue(record.contains("\"finished\" : false"), record);
    assertTrue(record.contains("\"failure\" : \"the loss is NaN at step 1 "), record);
    try (Stream<Path> checkpoints = Files.list(out().resolve("checkpoints"))) {
      assertEquals(0, checkpoints.count());
    }
  }
}
