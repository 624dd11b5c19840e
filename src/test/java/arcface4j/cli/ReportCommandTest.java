package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class ReportCommandTest {

  @TempDir static Path common;
  private static Path run;
  private static Path model;
  private static String accuracy;

  @TempDir Path folder;

  @BeforeAll
  static void train() {
    run = common.resolve("my run");
    model = TinyModel.train(run, "--epochs", "2");
    String page = TinyModel.succeed("evaluate", "--checkpoint", best());
    accuracy = page.lines().toList().get(1).replace("accuracy: ", "");
  }

  private static String best() {
    return run.resolve("checkpoints/best.ckpt").toString();
  }

  private static String page(Path file) throws IOException {
    return Files.readString(file);
  }

  @Test
  void aRunsFolderGetsAPageWithItsCurvesItsConditionsAndItsMeasures() throws IOException {
    String said = TinyModel.succeed("report", run.toString());
    Path file = run.resolve("report.html");
    assertTrue(said.contains(file + ": 35 test images, accuracy " + accuracy), said);
    String page = page(file);
    for (String chart :
        List.of("loss", "accuracy", "rate", "confusion", "roc", "scores", "angles", "map")) {
      assertTrue(page.contains("id=\"chart-" + chart + "\""), chart);
    }
    assertTrue(page.contains("<h1>my run</h1>"));
    assertTrue(page.contains("<dd class=\"value\">" + accuracy + "</dd>"), accuracy);
    assertTrue(page.contains("All 35 test images as points"));
    assertTrue(page.contains("run: options"));
    assertTrue(page.contains("optimizer.learningRate"));
    assertTrue(page.contains("best.ckpt"));
    try (var files = Files.list(run)) {
      assertFalse(files.anyMatch(each -> each.toString().endsWith(".part")));
    }
  }

  @Test
  void theMeasuresAreThoseOfEvaluate() throws IOException {
    Path file = folder.resolve("page.html");
    for (String protocol : List.of("closed", "gallery")) {
      TinyModel.succeed(
          "report",
          model.toString(),
          "--out",
          file.toString(),
          "--protocol",
          protocol,
          "--map",
          "pca");
      String page = page(file);
      String evaluated =
          TinyModel.succeed("evaluate", "--checkpoint", model.toString(), "--protocol", protocol);
      for (String name : List.of("Recall@1", "MAP@R", "EER")) {
        String line =
            evaluated
                .lines()
                .filter(each -> each.startsWith(name + ": "))
                .findFirst()
                .orElseThrow();
        String value = line.split("[ :]+")[1];
        assertTrue(
            page.contains("<dt>" + name + "</dt><dd class=\"value\">" + value + "</dd>"),
            protocol + " " + line);
      }
    }
  }

  @Test
  void aCheckpointAloneHasNoCurvesAndSaysSo() throws IOException {
    Path copy = Files.copy(model, folder.resolve("alone.ckpt"));
    CliRun report = CliRun.of("report", copy.toString(), "--map", "pca").succeeded();
    assertEquals(1, report.warnings().size());
    assertTrue(report.warnings().get(0).contains("no learning curves"), report.err());
    String page = page(folder.resolve("report.html"));
    assertTrue(page.contains("There are no learning curves"));
    assertTrue(page.contains("Made of a checkpoint alone"));
    assertTrue(page.contains("options: optimizer"));
    assertFalse(page.contains("data-layout=\"UMAP\""));
  }

  @Test
  void theSameRunGivesTheSameBytes() throws IOException {
    Path first = folder.resolve("first.html");
    Path second = folder.resolve("second.html");
    TinyModel.succeed("report", run.toString(), "--map", "pca", "--out", first.toString());
    TinyModel.succeed("report", run.toString(), "--map", "pca", "--out", second.toString());
    assertEquals(-1, Files.mismatch(first, second));
  }

  @Test
  void aPlainSoftmaxSaysWhatItsAnglesAre() throws IOException {
    Path other = CliRun.trained(folder.resolve("run"), "--head", "softmax");
    Path file = folder.resolve("page.html");
    TinyModel.succeed("report", other.toString(), "--map", "pca", "--out", file.toString());
    assertTrue(page(file).contains("rows of weights, without the bias"));
  }

  @Test
  void whatIsNoRunAndNoCheckpointIsRefusedInOneLine() throws IOException {
    CliRun.of("report").failed(Cli.USAGE, "report takes one run's folder or checkpoint, not none");
    CliRun.of("report", "a", "b").failed(Cli.USAGE, "not 2: a b");
    Path missing = folder.resolve("missing");
    CliRun.of("report", missing.toString())
        .failed(Cli.FAILED, missing + ": no such run or checkpoint");
    CliRun.of("report", folder.toString())
        .failed(Cli.FAILED, folder + " is not the folder of a run", "best.ckpt", "last.ckpt");
    Path text = Files.writeString(folder.resolve("text.ckpt"), "no checkpoint");
    CliRun.of("report", text.toString()).failed(Cli.FAILED, text.toString());
    assertFalse(Files.exists(folder.resolve("report.html")));
    Files.writeString(folder.resolve("run.json"), "{}");
    CliRun.of("report", folder.toString())
        .failed(Cli.FAILED, "the run " + folder + " has no checkpoints/", "give the .ckpt file");
  }

  @Test
  void wrongOptionsAreRefusedBeforeTheWork() {
    String place = run.toString();
    CliRun.of("report", place, "--map", "tsne").failed(Cli.USAGE, "--map tsne is not one of umap");
    CliRun.of("report", place, "--map-points", "0")
        .failed(Cli.USAGE, "--map-points 0", "1 to 10000");
    CliRun.of("report", place, "--protocol", "open-set").failed(Cli.USAGE, "--protocol open-set");
    CliRun.of(
            "report",
            place,
            "--protocol",
            "gallery",
            "--dataset",
            "folder",
            "--data-dir",
            "missing",
            "--test-fraction",
            "1")
        .failed(Cli.USAGE, "--test-fraction 1 leaves no training images");
    Path nowhere = folder.resolve("missing/page.html");
    CliRun.of("report", place, "--out", nowhere.toString())
        .failed(Cli.FAILED, "--out " + nowhere, "is no folder to write to");
  }

  @Test
  void missingDataAndADamagedTableAreToldInOneLine() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Path out = folder.resolve("page.html");
    CliRun.of(
            "report",
            model.toString(),
            "--dataset",
            "cifar10",
            "--data-dir",
            empty.toString(),
            "--out",
            out.toString())
        .failed(Cli.FAILED, empty.toString());
    CliRun.of("report", model.toString(), "--shapes-classes", "9", "--out", out.toString())
        .failed(Cli.FAILED, "knows the classes");
    Path damaged = Files.createDirectories(folder.resolve("run/checkpoints"));
    Files.copy(model, damaged.resolve("last.ckpt"));
    Files.writeString(folder.resolve("run/metrics.csv"), "epoch,loss\n1,many\n");
    CliRun.of("report", folder.resolve("run").toString())
        .failed(Cli.FAILED, "metrics.csv, line 2: 'many' is not a number");
    assertFalse(Files.exists(out));
  }
}
