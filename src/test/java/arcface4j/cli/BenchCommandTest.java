package arcface4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcface4j.engine.Onednn;
import arcface4j.engine.Precision;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static CliRun bench(String... words) {
    List<String> line =
        new ArrayList<>(List.of("bench", "--width", "4", "--steps", "2", "--warmup", "1"));
    line.addAll(List.of(words));
    return CliRun.of(line.toArray(String[]::new));
  }

  private static List<JsonNode> rows(CliRun run) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : run.succeeded().out().lines().toList()) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  private static boolean hasBf16() {
    try (Onednn onednn = Onednn.open()) {
      return onednn.supports(Precision.BF16);
    }
  }

  @Test
  @Tag("slow")
  void aRowOfTrainingSaysHowFastHowLargeAndWhereTheTimeWent() throws IOException {
    JsonNode row =
        rows(bench("--json", "--precision", "f32", "--phase", "train", "--batch-size", "5")).get(0);
    assertEquals("onednn", row.get("engine").asText());
    assertEquals("f32", row.get("precision").asText());
    assertEquals("train", row.get("phase").asText());
    assertEquals(5, row.get("batch").asInt());
    assertTrue(row.get("threads").asInt() >= 1);
    double median = row.get("median_s").asDouble();
    assertTrue(median > 0);
    assertEquals(5 / median, row.get("img_per_s").asDouble(), 1e-9);
    assertTrue(row.get("peak_rss_mb").asDouble() > 50, row::toString);
    assertTrue(row.get("peak_share").asDouble() > 0 && row.get("peak_share").asDouble() < 1);
    double sum = 0;
    for (String part :
        List.of(
            "conv_forward",
            "conv_data",
            "conv_weights",
            "batch_norm",
            "layers",
            "reorder",
            "head",
            "updater",
            "input",
            "other")) {
      double share = row.get("shares").get(part).asDouble();
      assertTrue(share > 0 && share < 1, () -> part + " in " + row);
      sum += share;
    }
    assertEquals(1, sum, 1e-9);
  }

  @Test
  @Tag("slow")
  void aRowOfInferenceHasNoClasses() throws IOException {
    String line = "--json --precision f32 --phase infer --batch-size 2 --classes 3";
    JsonNode row = rows(bench(line.split(" "))).get(0);
    assertEquals(0, row.get("classes").asInt());
  }

  @Test
  @Tag("slow")
  void aHeadOfFewClassesIsTrainedAsManySteps() throws IOException {
    String line = "--json --precision f32 --phase train --batch-size 8 --classes 2";
    JsonNode row = rows(bench(line.split(" "))).get(0);
    assertEquals(2, row.get("classes").asInt());
  }

  /** The threads of OpenMP are those that were asked for, not those of this JVM. */
  @Test
  @Tag("slow")
  void everyBatchSizeIsARowOnTheThreadsThatWereAskedFor() throws IOException {
    CliRun run =
        bench("--engine", "bare", "--phase", "infer", "--batch-size", "1,3", "--threads", "1");
    List<String> lines = run.succeeded().out().lines().toList();
    assertEquals((hasBf16() ? 4 : 2) + 1, lines.size(), run.out());
    assertTrue(lines.get(1).matches("bare +f32 +infer +1 +1 .*"), run.out());
    assertTrue(lines.get(2).matches("bare +f32 +infer +3 +1 .*"), run.out());
    assertEquals(lines.get(0).length(), lines.get(1).length(), run.out());
  }

  @Test
  @Tag("slow")
  void aPrecisionThatIsMissingIsAnErrorByNameAndALineOtherwise() throws IOException {
    bench("--engine", "nd4j", "--precision", "bf16").failed(Cli.FAILED, "bf16 needs the oneDNN");
    CliRun all = bench("--engine", "nd4j", "--phase", "train", "--batch-size", "2", "--json");
    JsonNode row = rows(all).get(0);
    assertEquals("f32", row.get("precision").asText());
    assertTrue(row.get("shares").has("updater") && !row.get("shares").has("conv_forward"));
    assertTrue(all.err().startsWith("bf16 left out: bf16 needs the oneDNN engine"), all.err());
    if (!hasBf16()) {
      bench("--precision", "bf16").failed(Cli.FAILED, "bf16 needs a processor with AVX512-BF16");
    }
  }

  @Test
  void moreParametersThanCanBeTrainedAreRefusedBeforeAnythingRuns() {
    CliRun run = CliRun.of("bench", "--width", "512", "--phase", "train");
    run.failed(Cli.FAILED, " parameters; at most 536870909 can be trained; give a smaller --width");
    assertEquals("", run.out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --engine onedn       | --engine onedn is not one of auto, onednn, nd4j, bare, all
          --precision f16      | --precision f16 is not one of f32, bf16, all
          --phase eval         | --phase eval is not one of train, infer, both
          --batch-size 32,,64  | --batch-size 32,,64 is not a list of whole numbers from 1 to 65536, such as 32,64
          --batch-size 0       | --batch-size 0 is not a list of whole numbers
          --batch-size 99999   | --batch-size 99999 is not a list of whole numbers from 1 to 65536
          --threads 0          | --threads 0 is not a whole number from 1 to 1024
          --json rows.json     | 'rows.json' is not an option
          --batch_size 3       | unknown option --batch_size; did you mean --batch-size?
          """)
  void aWrongOptionIsRefusedBeforeAnythingRuns(String words, String message) {
    CliRun run = CliRun.of(("bench " + words).split(" "));
    run.failed(Cli.USAGE, message);
    assertEquals("", run.out());
  }
}
