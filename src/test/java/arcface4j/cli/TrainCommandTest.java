package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class TrainCommandTest {

  private static final Pattern TEST_ACCURACY = Pattern.compile("test acc: ([01]\\.\\d{4})(?!\\d)");

  /** Python's {@code round(x, 6)} under {@code {:<8}}. */
  private static final String NUMBER = "\\d+\\.\\d{1,6} *";

  @TempDir Path folder;

  private Path out() {
    return folder.resolve("run");
  }

  @Test
  void aRunPrintsOneLineAnEpochAndNothingElseOnStandardOutput() {
    CliRun run = CliRun.train(out(), "--epochs", "2").succeeded();
    List<String> lines = run.out().lines().toList();
    assertEquals(3, lines.size(), run.out());
    assertEquals(
        "Accuracies are margin-free: the class of the largest s cos(theta).", lines.get(0));
    for (int epoch = 1; epoch <= 2; epoch++) {
      assertTrue(lines.get(epoch).startsWith("epoch   " + epoch + " | "), run.out());
      assertTrue(TEST_ACCURACY.matcher(lines.get(epoch)).find(), run.out());
    }
  }

  @Test
  void aRunFolderHoldsRecordTableAndCheckpoints() throws IOException {
    CliRun run = CliRun.train(out(), "--epochs", "3", "--keep", "2", "--seed", "5").succeeded();
    assertEquals(
        Set.of(
            "run.json",
            "metrics.csv",
            "checkpoints/last.ckpt",
            "checkpoints/best.ckpt",
            "checkpoints/epoch-002.ckpt",
            "checkpoints/epoch-003.ckpt"),
        files(out()));
    JsonNode record = new ObjectMapper().readTree(out().resolve("run.json").toFile());
    assertEquals(5, record.get("seed").asInt());
    assertEquals(3, record.at("/options/epochs").asInt());
    assertEquals("ARCFACE", record.at("/options/model/head/kind").asText());
    assertEquals(64, record.get("dataHash").asText().length());
    assertFalse(record.at("/versions/DeepLearning4J").asText().isBlank());
    assertFalse(record.at("/machine/processor").asText().isBlank());
    assertFalse(record.at("/program/commit").asText().isBlank());
    assertTrue(record.at("/results/finished").asBoolean());
    List<String> table = Files.readAllLines(out().resolve("metrics.csv"));
    assertEquals(
        "epoch,step,train_loss,train_accuracy,validation_accuracy,test_accuracy,learning_rate,"
            + "seconds,images_per_second",
        table.get(0));
    assertEquals(
        List.of("1,3,", "2,6,", "3,9,"),
        table.stream().skip(1).map(row -> row.substring(0, 4)).toList());
    assertEquals(
        record.at("/results/testAccuracy").asDouble(),
        Double.parseDouble(table.get(3).split(",", -1)[5]));
    double accuracy = record.at("/results/testAccuracy").asDouble();
    assertTrue(run.out().contains(String.format(Locale.ROOT, "%.4f", accuracy)), run.out());
  }

  /** In the original's own words, on the files that it reads. */
  @Test
  void everyFlagOfTheOriginalWorks() throws IOException {
    Path data = folder.resolve("data");
    Pictures.cifar10(data);
    Path checkpoints = folder.resolve("checkpoints");
    String line =
        "train --n_epoch 1 --n_feats 16 --norm 20 --margin 0.4 --easy_margin 0 --lr 0.01"
            + " --weight_decay 1e-4 --dataset_name CIFAR10 --model_name ResNet18"
            + " --model_ckpt_path_temp {}-{}-{} --batch-size 25 --width 4"
            + " --data_dir %s --model_ckpt_dir %s --out %s";
    CliRun.of(line.formatted(data, checkpoints, out()).split(" ")).succeeded();
    assertEquals(Set.of("CIFAR10-ResNet18-1", "last.ckpt", "best.ckpt"), files(checkpoints));
    assertEquals(Set.of("run.json", "metrics.csv"), files(out()));
    JsonNode options =
        new ObjectMapper().readTree(out().resolve("run.json").toFile()).get("options");
    assertEquals(16, options.at("/model/network/features").asInt());
    assertEquals(20.0, options.at("/model/head/scale").asDouble());
    assertEquals(0.4, options.at("/model/head/margin").asDouble());
    assertFalse(options.at("/model/head/easyMargin").asBoolean());
    assertEquals(0.01, options.at("/optimizer/learningRate").asDouble());
    assertEquals(1e-4, options.at("/optimizer/decay/coefficient").asDouble());
  }

  @Test
  void theOriginalsPresetPrintsTheOriginalsLines() throws IOException {
    Path checkpoints = folder.resolve("checkpoints");
    CliRun run =
        CliRun.train(
                out(),
                "--preset",
                "original",
                "--shapes-train",
                "27",
                "--model_ckpt_dir",
                checkpoints.toString(),
                "--epochs",
                "2")
            .succeeded();
    List<String> lines = run.out().lines().toList();
    assertEquals(6, lines.size(), run.out());
    for (int epoch = 1; epoch <= 2; epoch++) {
      String batch = lines.get(3 * epoch - 3);
      assertTrue(
          batch.matches("batch:  10/11 , train acc: %1$s, train loss: %1$s".formatted(NUMBER)),
          batch);
      String done = lines.get(3 * epoch - 2);
      Matcher matcher =
          Pattern.compile(
                  ("epoch:   %d, train acc: (%2$s), train loss: (%2$s), test acc: (%2$s),"
                          + " test loss: (%2$s), margin-free test acc: [01]\\.\\d{4}")
                      .formatted(epoch, NUMBER))
              .matcher(done);
      assertTrue(matcher.matches(), done);
      for (int group = 1; group <= 4; group++) {
        assertTrue(matcher.group(group).length() >= 8, done);
      }
      assertEquals(
          checkpoints.resolve("shapes_ResNet18_epoch=" + epoch).toString(),
          lines.get(3 * epoch - 1));
    }
    assertEquals(
        Set.of("shapes_ResNet18_epoch=1", "shapes_ResNet18_epoch=2", "last.ckpt", "best.ckpt"),
        files(checkpoints));
  }

  @Test
  void theOriginalsPresetIsItsRecipe() throws IOException {
    CliRun.train(out(), "--preset", "original").succeeded();
    JsonNode options =
        new ObjectMapper().readTree(out().resolve("run.json").toFile()).get("options");
    assertEquals(512, options.at("/model/network/features").asInt());
    assertEquals(30.0, options.at("/model/head/scale").asDouble());
    assertEquals(0.5, options.at("/model/head/margin").asDouble());
    assertTrue(options.at("/model/head/easyMargin").asBoolean());
    assertEquals("{\"delay\":0,\"steps\":0}", options.at("/model/head/marginWarmup").toString());
    assertEquals("CONSTANT", options.at("/optimizer/schedule").asText());
    assertEquals(0.001, options.at("/optimizer/learningRate").asDouble());
    assertEquals(0, options.at("/optimizer/momentum").asDouble());
    assertEquals(5e-4, options.at("/optimizer/decay/coefficient").asDouble());
    assertTrue(options.at("/optimizer/decay/onNormsAndBiases").asBoolean());
    assertEquals(100, options.get("evaluationBatchSize").asInt());
    assertEquals(0, options.at("/data/validation").asDouble());
    assertEquals(0.2023f, (float) options.at("/model/normalization/std/0").asDouble());
  }

  /** A preset's margin is that of its own head. */
  @ParameterizedTest
  @CsvSource({"cosface, 0.35, COSFACE", "sphereface, 4, SPHEREFACE", "softmax, 0, SOFTMAX"})
  void anotherHeadThanThePresetsHasItsOwnMargin(String head, double margin, String kind)
      throws IOException {
    CliRun.train(out(), "--preset", "original", "--head", head).succeeded();
    JsonNode options =
        new ObjectMapper().readTree(out().resolve("run.json").toFile()).get("options");
    assertEquals(kind, options.at("/model/head/kind").asText());
    assertEquals(margin, options.at("/model/head/margin").asDouble());
    assertFalse(options.at("/model/head/easyMargin").asBoolean());
  }

  @Test
  void thePresetsOwnHeadKeepsItsMargin() throws IOException {
    CliRun.train(out(), "--preset", "original", "--head", "arcface").succeeded();
    JsonNode options =
        new ObjectMapper().readTree(out().resolve("run.json").toFile()).get("options");
    assertTrue(options.at("/model/head/easyMargin").asBoolean());
  }

  @Test
  void aValidationThatHoldsNothingOutIsRefused() {
    CliRun.train(out(), "--validation", "0.01")
        .failed(Cli.FAILED, "--validation 0.01 holds out no image of any class");
    assertFalse(Files.exists(out()));
  }

  @Test
  void moreParametersThanCanBeSavedAreRefused() {
    CliRun.train(out(), "--subcenters", "300000000")
        .failed(Cli.FAILED, " parameters; at most ", "fewer --subcenters");
    assertFalse(Files.exists(out()));
  }

  @Test
  void classesWithoutATestImageAreRefused() throws IOException {
    Path photos = folder.resolve("photos");
    Pictures.folder(photos.resolve("train"), 10, "cat", "dog", "fox");
    Pictures.folder(photos.resolve("test"), 2, "fox");
    String options = "--dataset folder --classes cat,dog --data-dir " + photos;
    CliRun.train(out(), options.split(" "))
        .failed(Cli.FAILED, "none of the classes [cat, dog] has a test image");
    assertFalse(Files.exists(out()));
  }

  @Test
  void theSmokePresetPrintsItsTestAccuracyToo() {
    CliRun run = CliRun.train(out(), "--preset", "smoke", "--shapes-train", "20").succeeded();
    assertTrue(run.out().contains(" | validation acc: "), run.out());
    assertEquals(1, TEST_ACCURACY.matcher(run.out()).results().count(), run.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--head arcface --easy-margin --subcenters 2 --focal-gamma 2",
        "--head cosface --margin-warmup 0.5",
        "--head sphereface --margin 3",
        "--head normface --features 5",
        "--head softmax --scale 1",
        "--model resnet34 --schedule cosine --flip alternating --padding-mode reflect",
        "--schedule step --lr-step-epochs 1 --momentum 0 --decay-all --normalization original",
        "--image-size 33 --validation 0.25 --keep 0"
      })
  void theOptionsGoTogether(String options) {
    CliRun.train(out(), options.split(" ")).succeeded();
  }

  @Test
  void aFolderOfPicturesIsTrainedOnAndEvaluated() throws IOException {
    Path photos = folder.resolve("photos");
    Pictures.folder(photos, 10, "cat", "dog");
    CliRun.train(
            out(), "--dataset", "folder", "--data-dir", photos.toString(), "--image-size", "40")
        .succeeded();
    Path model = out().resolve("checkpoints/best.ckpt");
    String page = CliRun.of("evaluate", "--checkpoint", model.toString()).succeeded().out();
    assertTrue(page.contains("on 4 test images of folder"), page);
    assertTrue(page.contains("cat ") && page.contains("dog "), page);

    assertEquals(List.of(), CliRun.of("evaluate", "--checkpoint", model.toString()).warnings());
    CliRun.of("evaluate", "--checkpoint", model.toString(), "--test-fraction", "0.5")
        .warned(photos + " is no longer split as for the training");
    String roundabout =
        "evaluate --checkpoint %s --data-dir %s/../photos/".formatted(model, photos);
    CliRun.of((roundabout + " --test-fraction 0.5").split(" "))
        .warned("is no longer split as for the training");
    for (String same : List.of("", " --classes cat,dog", " --image-size 48")) {
      CliRun run = CliRun.of((roundabout + same).split(" ")).succeeded();
      assertEquals(List.of(), run.warnings());
    }
    CliRun.of((roundabout + " --image-size 48 --test-fraction 0.5").split(" "))
        .warned("is no longer split as for the training");
    Path others = folder.resolve("others");
    Pictures.folder(others, 3, "cat", "dog");
    String all =
        "evaluate --checkpoint %s --test-fraction 1 --data-dir %s".formatted(model, others);
    CliRun whole = CliRun.of(all.split(" ")).succeeded();
    assertTrue(whole.out().contains("on 6 test images of folder"), whole.out());
    assertEquals(List.of(), whole.warnings());
    Files.delete(photos.resolve("cat/3.png"));
    CliRun.of("evaluate", "--checkpoint", model.toString())
        .warned(photos + " is no longer split as for the training");
  }

  private static Set<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
