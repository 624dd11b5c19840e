package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.api.EmbeddingModel;
import arcface4j.io.WriteLock;
import arcface4j.npy.NpyArray;
import arcface4j.train.Calibration;
import arcface4j.train.Checkpoint;
import arcface4j.train.EnrolledClass;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify}, {@code calibrate}, {@code predict} and {@code enroll}. */
@Tag("slow")
class ComparisonCommandsTest {

  private static final int WIDTH = 32;

  @TempDir static Path shared;
  private static Path trained;
  private static Path pictures;

  @TempDir Path folder;
  private String model;

  @BeforeAll
  static void prepare() throws IOException {
    // A short run at the usual rate gives all pictures nearly the same features.
    trained = TinyModel.train(shared.resolve("run"), "--lr", "0.02");
    pictures = shared.resolve("pictures");
    NoisePictures.write(pictures, 6, "apple", "pear", "plum");
  }

  @BeforeEach
  void copyModel() throws IOException {
    model = Files.copy(trained, folder.resolve("model.ckpt")).toString();
  }

  @Test
  void withoutAThresholdVerifySaysSoAndGivesTheCosine() throws IOException {
    String one = picture("apple/0.png");
    CliRun outcome = CliRun.of("verify", "--checkpoint", model, one, one);

    assertEquals(0, outcome.code());
    assertEquals("cosine: 1.0000", outcome.out().strip());
    assertTrue(outcome.err().contains("`arcface calibrate`"), outcome.err());
  }

  @Test
  void theThresholdHasTheRateThatIsCountedPairByPair() throws IOException {
    TinyModel.succeed("calibrate", "--checkpoint", model, "--dataset", "shapes", "--far", "0.1");
    Calibration calibration =
        Checkpoint.load(Path.of(model)).additions().calibration().orElseThrow();
    Path array = folder.resolve("test.npy");
    TinyModel.succeed(
        "embed", "--checkpoint", model, "--dataset", "shapes", "--out", array.toString());
    List<String> table = Files.readAllLines(folder.resolve("test.csv"));
    float[] values = NpyArray.read(array).floats();

    int accepted = 0;
    int different = 0;
    for (int i = 0; i < 35; i++) {
      for (int j = 0; j < i; j++) {
        if (!label(table, i).equals(label(table, j))) {
          different++;
          double cosine = EmbeddingModel.cosine(row(values, i), row(values, j));
          accepted += cosine >= calibration.threshold() ? 1 : 0;
        }
      }
    }
    assertEquals(490, different);
    assertEquals(35 * 34 / 2, calibration.pairs());
    assertTrue(calibration.falseAcceptRate() <= 0.1, calibration.toString());
    assertTrue(calibration.falseAcceptRate() > 0, calibration.toString());
    assertEquals(calibration.falseAcceptRate(), (double) accepted / different, 1.5 / 490);
  }

  @Test
  void verifyDecidesByTheStoredThreshold() {
    TinyModel.succeed("calibrate", "--checkpoint", model, "--dataset", "shapes", "--far", "0.5");
    String one = picture("apple/0.png");
    String text = TinyModel.succeed("verify", "--checkpoint", model, one, one);

    assertTrue(text.startsWith("same: yes"), text);
    assertTrue(text.contains("cosine: 1.0000"), text);
    assertTrue(text.contains("false-accept rate 0."), text);
    assertTrue(text.contains("on 595 pairs of shapes"), text);
  }

  @Test
  void verifySaysNoBelowTheThresholdAndCountsBothAnswers() throws IOException {
    Checkpoint checkpoint = Checkpoint.load(Path.of(model));
    Calibration strict = new Calibration(0.99999, 0.001, 0, 1, 10, "equal images");
    checkpoint.write(Path.of(model), checkpoint.additions().with(strict));
    Path table = table(5, i -> different(i) + same(i, i));

    String text = TinyModel.succeed("verify", "--checkpoint", model, "--pairs", table.toString());
    List<String> answers = text.lines().limit(10).map(line -> line.strip().split(" +")[1]).toList();
    assertEquals(List.of("no", "yes", "no", "yes", "no", "yes", "no", "yes", "no", "yes"), answers);
    assertTrue(text.contains("\naccuracy: 1.0000 (n = 10; "), text);

    String apple = picture("apple/0.png");
    String single =
        TinyModel.succeed("verify", "--checkpoint", model, apple, picture("pear/0.png"));
    assertTrue(single.startsWith("same: no\ncosine: "), single);
  }

  private static Path table(int count, IntFunction<String> lines) throws IOException {
    String all = IntStream.range(0, count).mapToObj(lines).collect(Collectors.joining());
    return Files.writeString(pictures.resolve("pairs.csv"), "first,second,same\n" + all);
  }

  private static String same(int one, int other) {
    return "apple/%d.png,apple/%d.png,1\n".formatted(one, other);
  }

  private static String different(int both) {
    return "apple/%d.png,pear/%d.png,0\n".formatted(both, both);
  }

  @Test
  void aTableOfPairsIsMeasured() throws IOException {
    Path table = table(5, i -> same(i, i) + different(i));
    String[] verify = {"verify", "--checkpoint", model, "--pairs", table.toString()};
    String text = TinyModel.succeed(verify);

    assertTrue(text.contains("ROC AUC: 1.0000 (n = 10; "), text);
    assertTrue(text.contains("EER: 0.0000"), text);
    assertEquals(10, text.lines().filter(line -> line.contains("apple/")).count());

    TinyModel.succeed(
        "calibrate", "--checkpoint", model, "--pairs", table.toString(), "--far", "0.2");
    String calibrated = TinyModel.succeed(verify);
    assertTrue(calibrated.contains("accuracy: "), calibrated);
    assertTrue(calibrated.contains("  yes  "), calibrated);
  }

  @Test
  void evaluateMeasuresATableOfPairsWithIntervals() throws IOException {
    Path table = table(6, i -> same(i, (i + 1) % 6) + different(i));
    Path json = folder.resolve("pairs.json");
    String[] pairs = {"--checkpoint", model, "--pairs", table.toString()};
    String verified = TinyModel.succeed(words("verify", pairs));
    String evaluated = TinyModel.succeed(words("evaluate", pairs));

    List<String> measures = evaluated.lines().skip(1).toList();
    assertEquals(10, measures.size());
    assertTrue(verified.lines().toList().containsAll(measures), evaluated);

    TinyModel.succeed(
        words("evaluate", pairs, "--confidence", "--flip", "--json", json.toString()));
    JsonNode result = new ObjectMapper().readTree(json.toFile());
    assertTrue(result.get("protocol").asText().contains("mirror image"), result.toString());
    JsonNode area = result.get("measures").get(0);
    assertEquals("ROC AUC", area.get("name").asText());
    assertEquals(12, area.get("n").asInt());
    assertTrue(area.at("/interval95/low").asDouble() <= area.get("value").asDouble());
    assertTrue(area.at("/interval95/high").asDouble() >= area.get("value").asDouble());
  }

  private static String[] words(String verb, String[] words, String... more) {
    return Stream.of(new String[] {verb}, words, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void pairsThatCannotBeReadAreToldInOneLine() throws IOException {
    Path table = folder.resolve("pairs.csv");
    Files.writeString(table, "first,second\n" + picture("pear/0.png") + ",gone.png\n");
    told("pair 1: there is no image", "verify", "--pairs", table.toString());
    told("pair 1: there is no image", "evaluate", "--pairs", table.toString());
    told("needs same, 1 or 0", "calibrate", "--pairs", marked(table, ""));
    told("same is 'x', not 1 or 0", "verify", "--pairs", marked(table, "x"));
    told("needs same, 1 or 0", "evaluate", "--pairs", marked(table, ""));
    String[] both = {"--pairs", marked(table, "1"), "--protocol", "closed"};
    told("--pairs and --protocol do not go together", "evaluate", both);
    told("do not go together", "evaluate", "--pairs", table.toString(), "--data-dir", "x");
    Files.write(table, "first,second\nn\u00e9.png,b.png\n".getBytes(StandardCharsets.ISO_8859_1));
    told(table + " is not UTF-8", "verify", "--pairs", table.toString());
    Files.writeString(table, "a,b\n");
    told("first,second,same are needed", "verify", "--pairs", table.toString());
    Files.writeString(table, "first,second\n");
    told("has no pairs", "verify", "--pairs", table.toString());
    told("two images or --pairs", "verify", picture("pear/0.png"));
    told("gone.png: no such file or folder", "verify", picture("pear/0.png"), "gone.png");
    String folders = pictures.resolve("pear").toString();
    told("pear is a folder; verify takes two images", "verify", folders, folders);
    told("do not go together", "calibrate", "--pairs", table.toString(), "--skip-broken");
    told(
        "--split goes with --dataset", "calibrate", "--pairs", table.toString(), "--split", "test");
  }

  @Test
  void aBrokenImageOfAPairIsNamedWithoutAdviceThatDoesNotHelp() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.png"), "no picture");
    CliRun outcome =
        CliRun.of("verify", "--checkpoint", model, broken.toString(), picture("pear/0.png"));
    assertEquals(Cli.FAILED, outcome.code());
    assertTrue(outcome.err().contains("broken.png: "), outcome.err());
    assertFalse(outcome.err().contains("--skip-broken"), outcome.err());
  }

  @Test
  void aTableOfASpreadsheetIsReadAndAGapInItIsTold() throws IOException {
    Path table = table(5, i -> same(i, i) + different(i));
    String plain = Files.readString(table);
    Files.writeString(table, "\uFEFF" + plain);
    String[] verify = {"verify", "--checkpoint", model, "--pairs", table.toString()};
    assertTrue(TinyModel.succeed(verify).contains("ROC AUC: 1.0000 (n = 10; "));

    Files.writeString(table, plain.replaceFirst(",0\n", ",\n"));
    CliRun partly = CliRun.of(verify).succeeded();
    assertFalse(partly.out().contains("ROC AUC"), partly.out());
    assertTrue(partly.err().contains("some pairs do not say same"), partly.err());
  }

  private static String marked(Path table, String same) throws IOException {
    String image = picture("pear/0.png");
    Files.writeString(table, "first,second,same\n%s,%s,%s\n".formatted(image, image, same));
    return table.toString();
  }

  @Test
  void aRateThatThePairsCannotShowIsRefused() {
    told("too few", "calibrate", "--images", pictures.toString(), "--far", "0.0001");
    told("--far 1 is not", "calibrate", "--images", pictures.toString(), "--far", "1");
    told("--far 0 accepts no pair", "calibrate", "--images", pictures.toString(), "--far", "0");
    String[] two = {"--images", pictures.toString(), "--pairs", "pairs.csv"};
    told("--pairs and --images do not go together", "calibrate", two);
    told("--pairs does not go with other", "calibrate", "a.png", "--pairs", "pairs.csv");
    told("has no class", "calibrate", picture("pear/0.png"), picture("pear/1.png"));
  }

  @Test
  void anEnrolledClassAppearsInPredictAndTheFingerprintStays() throws IOException {
    String before = Checkpoint.load(Path.of(model)).fingerprint();
    String index = folder.resolve("all.index").toString();
    TinyModel.succeed(
        "index", "--checkpoint", model, "--images", pictures.toString(), "--out", index);
    String plum = picture("plum/0.png");
    String other = picture("plum/1.png");
    TinyModel.succeed("enroll", "plum", plum, "--checkpoint", model);

    List<String> head = predict(plum, "--top", "6");
    assertEquals("path,class,probability", head.get(0));
    assertEquals(7, head.size());
    assertTrue(head.get(1).startsWith(plum + ",plum,"), head.toString());
    double sum = head.stream().skip(1).mapToDouble(ComparisonCommandsTest::last).sum();
    assertEquals(1, sum, 1e-9);

    TinyModel.succeed("enroll", "plum", other, "--checkpoint", model);
    TinyModel.succeed("enroll", "pear", picture("pear/0.png"), "--checkpoint", model);
    Checkpoint taught = Checkpoint.load(Path.of(model));
    List<EnrolledClass> enrolled = taught.additions().enrolled();
    assertEquals(List.of("plum", "pear"), enrolled.stream().map(EnrolledClass::name).toList());
    assertEquals(2, enrolled.get(0).images());
    assertEquals(before, taught.fingerprint());

    List<String> nearest = predict(plum, "--by", "knn", "--index", index, "-k", "1");
    assertEquals(plum + ",plum,1.0", nearest.get(1));
    CliRun.of("predict", "--checkpoint", model, plum, "--by", "knn", "--index", index)
        .warned("enrolled ones take --by centre or head");
    List<String> centres = predict(plum, "--by", "centre", "--index", index, "--top", "9");
    assertEquals(4, centres.size());
  }

  @Test
  void oneAtATimeWritesToAModel() throws IOException {
    String plum = picture("plum/0.png");
    WriteLock lock = WriteLock.on(Path.of(model));
    try (lock) {
      String message = "another process writes to " + model + "; wait until it ends";
      told(message, "enroll", "plum", plum);
      told(message, "enroll", "--remove", "plum");
      told(message, "calibrate", "--images", pictures.toString());
      String other = folder.resolve("other.ckpt").toString();
      TinyModel.succeed("enroll", "plum", plum, "--checkpoint", model, "--out", other);
    }
    TinyModel.succeed("enroll", "plum", plum, "--checkpoint", model);
    try (Stream<Path> files = Files.list(folder)) {
      assertTrue(files.allMatch(file -> file.toString().endsWith(".ckpt")));
    }
  }

  @Test
  void anEnrolledClassIsRemoved() throws IOException {
    String plum = picture("plum/0.png");
    TinyModel.succeed("enroll", "plum", plum, "--checkpoint", model);
    TinyModel.succeed("enroll", "pear", picture("pear/0.png"), "--checkpoint", model);
    told("'fig' is not among the enrolled classes [plum, pear]", "enroll", "--remove", "fig");
    told("--remove does not go with other images", "enroll", "--remove", "plum", plum);

    TinyModel.succeed("enroll", "--remove", "plum", "--checkpoint", model);
    assertFalse(predict(plum, "--top", "9").toString().contains(",plum,"));
    assertTrue(predict(plum, "--top", "9").toString().contains(",pear,"));
  }

  @Test
  void whatCannotBePredictedOrEnrolledIsToldInOneLine() throws IOException {
    String pear = picture("pear/0.png");
    told("'circle' is a class that the model was trained on", "enroll", "circle", pear);
    told("needs the name of a class", "enroll");
    told("0.png is a file or folder; the name of the class comes before", "enroll", pear, pear);
    String pears = pictures.resolve("pear").toString();
    told("pear is a file or folder; the name of the class comes before", "enroll", pears);
    TinyModel.succeed("enroll", pears, pear, "--checkpoint", model);
    TinyModel.succeed("enroll", pears, "--images", pears, "--checkpoint", model);
    told("no images; give --images", "enroll", "pear");
    told("--by knn needs --index", "predict", pear, "--by", "knn");
    told("the head asks no index", "predict", pear, "--index", "some.index");
    told("-k goes with --by knn", "predict", pear, "-k", "3");
    told("--by feet is not one of", "predict", pear, "--by", "feet");
    assertFalse(Checkpoint.load(Path.of(model)).additions().calibration().isPresent());
  }

  private List<String> predict(String image, String... more) {
    String[] words = new String[more.length + 4];
    words[0] = "predict";
    words[1] = "--checkpoint";
    words[2] = model;
    words[3] = image;
    System.arraycopy(more, 0, words, 4, more.length);
    return TinyModel.succeed(words).lines().toList();
  }

  private void told(String message, String verb, String... more) {
    String[] words = new String[more.length + 3];
    words[0] = verb;
    words[1] = "--checkpoint";
    words[2] = model;
    System.arraycopy(more, 0, words, 3, more.length);
    CliRun outcome = CliRun.of(words);
    assertTrue(outcome.code() > 0, message);
    assertTrue(outcome.err().contains(message), outcome.err());
    long lines = outcome.err().lines().filter(line -> line.startsWith("arcface: ")).count();
    assertEquals(1, lines, outcome.err());
  }

  private static double last(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
  }

  private static String picture(String name) {
    return pictures.resolve(name).toString();
  }

  private static String label(List<String> table, int image) {
    String line = table.get(image + 1);
    return line.substring(line.lastIndexOf(',') + 1);
  }

  private static float[] row(float[] values, int row) {
    return Arrays.copyOfRange(values, row * WIDTH, (row + 1) * WIDTH);
  }
}
