package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import arcface4j.engine.Onednn;
import arcface4j.engine.Precision;
import arcface4j.testing.Metrics;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class ResumeTest {

  /** Without these, the length of the run would change the rate and the margin of the steps. */
  private static final List<String> LENGTH_DOES_NOT_MATTER =
      List.of("--schedule", "constant", "--margin-warmup", "1.5");

  @TempDir static Path common;
  private static Path oneEpoch;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    oneEpoch = trained(common.resolve("one")).resolve("checkpoints/last.ckpt");
  }

  private static Path trained(Path out, String... more) {
    String[] words =
        Stream.concat(LENGTH_DOES_NOT_MATTER.stream(), Stream.of(more)).toArray(String[]::new);
    CliRun.train(out, words).succeeded();
    return out;
  }

  private Path run(String name, String... more) {
    return trained(folder.resolve(name), more);
  }

  @Test
  void twoEpochsAreOneAndAResumedOneInTheSameFolder() throws IOException {
    Path whole = run("whole", "--epochs", "2");
    Path parts = run("parts", "--epochs", "1");
    String last = parts.resolve("checkpoints/last.ckpt").toString();
    CliRun resumed = CliRun.of("train", "--resume", last, "--epochs", "2").succeeded();
    assertTrue(resumed.out().contains("epoch   2 | "), resumed.out());
    assertFalse(resumed.out().contains("epoch   1 | "), resumed.out());
    for (String name : List.of("last.ckpt", "epoch-002.ckpt")) {
      assertArrayEquals(
          Files.readAllBytes(whole.resolve("checkpoints").resolve(name)),
          Files.readAllBytes(parts.resolve("checkpoints").resolve(name)),
          name);
    }
    assertEquals(Metrics.rowsWithoutTimes(whole), Metrics.rowsWithoutTimes(parts));
    JsonNode record = new ObjectMapper().readTree(parts.resolve("run.json").toFile());
    assertEquals(1, record.get("earlier").size());
    assertEquals(2, record.at("/results/epochs").asInt());
  }

  @Test
  void aResumedRunCanGoToAnotherFolder() {
    Path other = folder.resolve("other");
    CliRun.of("train", "--resume", oneEpoch.toString(), "--epochs", "2", "--out", other.toString())
        .succeeded();
    assertTrue(Files.exists(other.resolve("checkpoints/epoch-002.ckpt")));
    assertTrue(Files.exists(other.resolve("checkpoints/best.ckpt")));
  }

  @Test
  void aRunIsNotBegunInTheFolderOfAnother() throws IOException {
    Path out = run("taken");
    Path last = out.resolve("checkpoints/last.ckpt");
    byte[] before = Files.readAllBytes(last);
    CliRun.train(out).failed(Cli.FAILED, "--out " + out + " has a run already", "--resume " + last);
    String missing = folder.resolve("missing").toString(); // is told later
    CliRun.train(out, "--dataset", "folder", "--data-dir", missing)
        .failed(Cli.FAILED, "--out " + out + " has a run already");
    assertArrayEquals(before, Files.readAllBytes(last));
    assertEquals(2, Metrics.rowsWithoutTimes(out).size());
  }

  @Test
  void aRunIsNotBegunWhereAnothersCheckpointsOrEpochsLie() throws IOException {
    Path checkpoints = folder.resolve("checkpoints");
    Path out = run("apart", "--checkpoint-dir", checkpoints.toString());
    Path last = checkpoints.resolve("last.ckpt");
    CliRun.train(folder.resolve("second"), "--checkpoint-dir", checkpoints.toString())
        .failed(Cli.FAILED, "--checkpoint-dir " + checkpoints + " has a run already");
    CliRun.train(out, "--checkpoint-dir", folder.resolve("others").toString())
        .failed(Cli.FAILED, "--out " + out + " has the epochs of a run already");
    CliRun.of("train", "--resume", oneEpoch.toString(), "--epochs", "2", "--out", out.toString())
        .failed(Cli.FAILED, "--out " + out + " has the epochs of a run already");

    String resume = "train --resume %s --epochs 2 --out %s --checkpoint-dir %s";
    CliRun.of(resume.formatted(last, out, checkpoints).split(" ")).succeeded();
    assertEquals(3, Metrics.rowsWithoutTimes(out).size());
  }

  @Test
  void theEpochsOfAnEarlierCallStayUnlessKeepIsGiven() {
    Path checkpoints = run("kept", "--epochs", "2", "--keep", "2").resolve("checkpoints");
    String resume = "train --resume " + checkpoints.resolve("last.ckpt");
    CliRun.of((resume + " --epochs 6").split(" ")).succeeded();
    for (int epoch = 1; epoch <= 6; epoch++) {
      String name = "epoch-00%d.ckpt".formatted(epoch);
      assertEquals(epoch != 3, Files.exists(checkpoints.resolve(name)), name);
    }
    CliRun.of((resume + " --epochs 7 --keep 1").split(" ")).succeeded();
    assertFalse(Files.exists(checkpoints.resolve("epoch-001.ckpt")));
    assertFalse(Files.exists(checkpoints.resolve("epoch-006.ckpt")));
  }

  @Test
  void aRunIsFoundByARoundaboutPathToo() throws IOException {
    Path out = run("roundabout");
    Path last = out.resolve("checkpoints/./last.ckpt");
    CliRun.of("train", "--resume", last.toString(), "--epochs", "2").succeeded();
    assertEquals(3, Metrics.rowsWithoutTimes(out).size());
  }

  @Test
  void aResumedRunKeepsItsPrecision() throws IOException {
    try (Onednn onednn = Onednn.open()) {
      assumeTrue(onednn.supports(Precision.BF16), "bfloat16 is not in this processor");
    }
    String last = run("half", "--precision", "bf16").resolve("checkpoints/last.ckpt").toString();
    CliRun resumed = CliRun.of("train", "--resume", last, "--epochs", "2").succeeded();
    assertTrue(resumed.err().contains(", BF16"), resumed.err());
    CliRun single =
        CliRun.of("train", "--resume", last, "--epochs", "3", "--precision", "f32").succeeded();
    assertTrue(single.err().contains(", F32"), single.err());
  }

  @Test
  void aResumedRunOfTheOriginalsPresetKeepsItsLinesAndNames() {
    Path out = run("original", "--preset", "original");
    Path last = out.resolve("checkpoints/last.ckpt");
    CliRun resumed = CliRun.of("train", "--resume", last.toString(), "--epochs", "2").succeeded();
    assertTrue(resumed.out().startsWith("epoch:   2, train acc: "), resumed.out());
    assertTrue(Files.exists(out.resolve("checkpoints/shapes_ResNet18_epoch=2")));
  }

  @ParameterizedTest
  @CsvSource({
    "--lr, 0.2, 0.1",
    "--seed, 2, 1",
    "--batch-size, 4, 8",
    "--preset, smoke, none",
    "--margin, 0.3, 0.5",
    "--head, cosface, arcface",
    "--width, 8, 4",
    "--features, 16, pooled",
    "--sizes, '16@0.5,32', none",
    "--schedule, cosine, constant",
    "--margin-warmup, 1, 4 steps",
    "--shapes-train, 9, 8"
  })
  void anOptionThatCannotChangeIsRefusedWithBothValues(String option, String value, String own) {
    CliRun.of("train", "--resume", oneEpoch.toString(), "--epochs", "2", option, value)
        .failed(
            Cli.USAGE,
            "%s %s (the checkpoint has %s) cannot change on --resume"
                .formatted(option, value, own));
  }

  @Test
  void allThatCannotChangeAreNamed() {
    String[] words = {"--epochs", "2", "--lr", "0.2", "--model", "resnet18", "--seed", "3"};
    CliRun.of(resuming(oneEpoch, words))
        .failed(
            Cli.USAGE,
            "--lr 0.2 (the checkpoint has 0.1) and --seed 3 (the checkpoint has 1) cannot");
    CliRun.of(resuming(oneEpoch, "--epochs", "2", "--margin", "4.2"))
        .failed(Cli.USAGE, "margin 4.2 is not in [0, pi)");
  }

  private static String[] resuming(Path checkpoint, String... words) {
    return and(new String[] {"train", "--resume", checkpoint.toString()}, words);
  }

  private static String[] and(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  /** A user gives the whole command again, with --resume at its end. */
  @Test
  void theSameCommandGoesOnWhereItStopped() throws IOException {
    String[] same =
        ("--dataset shapes --shapes-classes 3 --shapes-train 8 --shapes-test 4 --width 4"
                + " --batch-size 8 --model ResNet18 --head arcface --margin 0.50 --lr 1e-1"
                + " --schedule constant --margin-warmup 1.5 --margin-delay auto --scale 30 --seed 1"
                + " --easy-margin 0 --features pooled --nesterov --weight-decay 0.0005 --padding 4"
                + " --centre-start auto --flip random --normalization computed --image-size 32x32 --fit crop")
            .split(" ");
    Path whole = folder.resolve("whole-again");
    CliRun.train(whole, and(same, "--epochs", "2")).succeeded();
    Path parts = folder.resolve("parts-again");
    CliRun.train(parts, and(same, "--epochs", "1")).succeeded();
    Path last = parts.resolve("checkpoints/last.ckpt");
    String[] again = and(same, "--epochs", "2", "--out", parts.toString());
    CliRun.of(resuming(last, again)).succeeded();
    assertArrayEquals(
        Files.readAllBytes(whole.resolve("checkpoints/last.ckpt")), Files.readAllBytes(last));
  }

  @Test
  void theOptionsOfAPresetMayBeGivenAgain() {
    Path out = run("preset-again", "--preset", "smoke", "--epochs", "1");
    Path last = out.resolve("checkpoints/last.ckpt");
    String[] words = {"--epochs", "2", "--lr", "0.1", "--scale", "10", "--validation", "0.1"};
    CliRun.of(resuming(last, words)).succeeded();
    CliRun.of(resuming(last, "--preset", "smoke", "--epochs", "3", "--margin", "0.2")).succeeded();
    CliRun.of(resuming(last, "--epochs", "4", "--margin", "0.5"))
        .failed(Cli.USAGE, "--margin 0.5 (the checkpoint has 0.2) cannot change");
  }

  @Test
  void everyOptionOfTrainIsComparedOrMayChange() {
    for (Flag flag : TrainFlags.all()) {
      assertTrue(ResumedOptions.isKnown(flag.name()), flag.name());
    }
  }

  @Test
  void aRunThatIsDoneNeedsMoreEpochs() {
    CliRun.of("train", "--resume", oneEpoch.toString())
        .failed(Cli.USAGE, oneEpoch + " has 1 epochs done already; give more --epochs to go on");
  }

  @Test
  void otherImagesAreRefusedOrWarnedOf() throws IOException {
    Path photos = folder.resolve("photos");
    Pictures.folder(photos, 10, "cat", "dog");
    Path out = run("photos-run", "--dataset", "folder", "--data-dir", photos.toString());
    Path last = out.resolve("checkpoints/last.ckpt");
    Path others = folder.resolve("others");
    Pictures.folder(others, 10, "cat", "fox");
    resumed(last, others)
        .failed(
            Cli.FAILED, last + " was trained on the classes [cat, dog]; the data has [cat, fox]");
    Path more = folder.resolve("more");
    Pictures.folder(more, 20, "cat", "dog");
    resumed(last, more).failed(Cli.FAILED, last + " was trained on 16 images; the data has 32");
    Path exchanged = folder.resolve("exchanged");
    Pictures.folder(exchanged, 10, "dog", "cat");
    CliRun run = resumed(last, exchanged).succeeded();
    assertEquals(1, run.warnings().size(), run.err());
    assertTrue(run.warnings().get(0).contains("other images"), run.err());
  }

  private static CliRun resumed(Path checkpoint, Path data) {
    return CliRun.of(
        "train", "--resume", checkpoint.toString(), "--epochs", "2", "--data-dir", data.toString());
  }
}
