import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Prints what {@code benchmarks/compare} measured: images a second of every row, then each target
 * as a ratio. Every ratio is taken within one round, and minimum, median and maximum are those of
 * the rounds. Argument: the rounds as JSON lines.
 */
final class Ratios {

  private static final String NAME = "%-49s ";
  private static final String TABLE = NAME + "%8s %8s %8s  %9s %7s%n";
  private static final int[] SIZES = {32, 64, 128, 256, 512};
  private static final String[] OUTSIDE = {"updater", "input", "other"};

  private final List<Round> rounds;

  private Ratios(List<Round> rounds) {
    this.rounds = rounds;
  }

  public static void main(String[] words) throws IOException {
    Locale.setDefault(Locale.ROOT);
    ObjectMapper json = new ObjectMapper();
    Map<Integer, List<JsonNode>> rows = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of(words[0]))) {
      JsonNode row = json.readTree(line);
      rows.computeIfAbsent(row.get("round").asInt(), round -> new ArrayList<>()).add(row);
    }
    Ratios ratios = new Ratios(rows.values().stream().map(Round::new).toList());
    ratios.printRows();
    ratios.printTargets();
  }

  /** The rows of one round. */
  private record Round(List<JsonNode> rows) {

    Stream<JsonNode> all(String engine, String precision, String phase) {
      return rows.stream()
          .filter(row -> row.get("engine").asText().equals(engine))
          .filter(row -> row.get("precision").asText().equals(precision))
          .filter(row -> row.get("phase").asText().equals(phase));
    }

    /** The first row of this kind, with the usual ten classes or without a head. */
    OptionalDouble value(String engine, String precision, String phase, int batch, String key) {
      return all(engine, precision, phase)
          .filter(row -> row.get("batch").asInt() == batch && row.get("classes").asInt() <= 10)
          .mapToDouble(row -> row.get(key).asDouble())
          .findFirst();
    }

    OptionalDouble speed(String engine, String precision, String phase, int batch) {
      return value(engine, precision, phase, batch, "img_per_s");
    }

    OptionalDouble ours(String precision, String phase, int batch) {
      return speed("onednn", precision, phase, batch);
    }

    /** What a head over 10,000 classes adds to a step. */
    OptionalDouble largeHead() {
      OptionalDouble large =
          all("onednn", "f32", "train")
              .filter(row -> row.get("classes").asInt() == 10_000)
              .mapToDouble(row -> row.get("median_s").asDouble())
              .findFirst();
      OptionalDouble small = value("onednn", "f32", "train", 128, "median_s");
      OptionalDouble ratio = over(large, small);
      return ratio.isPresent() ? OptionalDouble.of(ratio.getAsDouble() - 1) : ratio;
    }

    /** The part of a step that is neither network nor head. */
    OptionalDouble outside() {
      return all("onednn", "f32", "train")
          .filter(row -> row.get("batch").asInt() == 128 && row.get("classes").asInt() <= 10)
          .mapToDouble(
              row ->
                  Arrays.stream(OUTSIDE)
                      .mapToDouble(part -> row.get("shares").get(part).asDouble())
                      .sum())
          .findFirst();
    }
  }

  private static OptionalDouble over(OptionalDouble one, OptionalDouble other) {
    return one.isPresent() && other.isPresent()
        ? OptionalDouble.of(one.getAsDouble() / other.getAsDouble())
        : OptionalDouble.empty();
  }

  private static OptionalDouble faster(OptionalDouble one, OptionalDouble other) {
    return DoubleStream.concat(one.stream(), other.stream()).max();
  }

  private void printRows() {
    System.out.printf("%n" + TABLE, "images a second", "min", "median", "max", "RSS MB", "");
    Map<String, List<JsonNode>> byKind = new LinkedHashMap<>();
    for (Round round : rounds) {
      for (JsonNode row : round.rows()) {
        byKind.computeIfAbsent(kind(row), kind -> new ArrayList<>()).add(row);
      }
    }
    byKind.forEach(
        (kind, rows) -> {
          double[] speeds = sorted(rows, "img_per_s");
          double[] memory = sorted(rows, "peak_rss_mb");
          System.out.printf(
              TABLE,
              kind,
              "%.1f".formatted(speeds[0]),
              "%.1f".formatted(median(speeds)),
              "%.1f".formatted(speeds[speeds.length - 1]),
              "%.0f".formatted(median(memory)),
              "");
        });
  }

  private static String kind(JsonNode row) {
    int classes = row.get("classes").asInt();
    return "%s %s %s, batch %d%s"
        .formatted(
            row.get("engine").asText(),
            row.get("precision").asText(),
            row.get("phase").asText(),
            row.get("batch").asInt(),
            classes > 10 ? ", " + classes + " classes" : "");
  }

  private static double[] sorted(List<JsonNode> rows, String key) {
    return rows.stream().mapToDouble(row -> row.get(key).asDouble()).sorted().toArray();
  }

  /** Over the rounds that have it. */
  private double[] sorted(Function<Round, OptionalDouble> value) {
    return rounds.stream().map(value).flatMapToDouble(OptionalDouble::stream).sorted().toArray();
  }

  private static double median(double[] sorted) {
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private void printTargets() {
    System.out.printf(
        "%n" + TABLE, rounds.size() + " rounds", "min", "median", "max", "target", "aim");
    printLibtorch("", "");
    printLibtorch("-kept", ", memory kept");
    print(
        "inference f32 / ONNX Runtime",
        ">= 0.95",
        "1.1",
        round ->
            over(round.ours("f32", "infer", 128), round.speed("onnxruntime", "f32", "infer", 128)));
    print(
        "inference f32, batch 1 / ONNX Runtime",
        ">= 0.9",
        "1.1",
        round ->
            over(round.ours("f32", "infer", 1), round.speed("onnxruntime", "f32", "infer", 1)));
    print(
        "training f32 / stock DL4J (batch 32)",
        ">= 15",
        "20",
        round -> over(round.ours("f32", "train", 128), round.speed("dl4j", "f32", "train", 32)));
    print(
        "training f32 / bare primitives",
        ">= 0.90",
        "0.97",
        round -> over(round.ours("f32", "train", 128), round.speed("bare", "f32", "train", 128)));
    for (String precision : List.of("f32", "bf16")) {
      boolean full = precision.equals("f32");
      print(
          "share of measured peak, training " + precision,
          full ? ">= 0.65" : ">= 0.45",
          full ? "0.75" : "0.60",
          round -> share(round, precision));
      print(
          "arithmetic peak, GFLOP/s, " + precision,
          "",
          "",
          round -> round.value("onednn", precision, "train", 128, "peak_gflops"));
      print(
          "resident MB, training " + precision,
          full ? "<= 3500" : "<= 2300",
          full ? "2500" : "1600",
          round -> round.value("onednn", precision, "train", 128, "peak_rss_mb"));
    }
    printSpread("training: slowest image of batch 32..512 - 1", "train");
    printSpread("inference: slowest image of batch 32..512 - 1", "infer");
    print("step outside network and head, share", "< 0.05", "", Round::outside);
    print("head over 10,000 classes adds", "< 0.40", "", Round::largeHead);
  }

  /** Against libtorch as it comes, and where the allocator keeps the memory that it frees. */
  private void printLibtorch(String kept, String memory) {
    String plain = "libtorch" + kept;
    String channelsLast = "libtorch-nhwc" + kept;
    print(
        "training f32 / libtorch's best mode" + memory,
        ">= 1.25",
        "1.5",
        round ->
            over(
                round.ours("f32", "train", 128),
                faster(
                    round.speed(plain, "f32", "train", 128),
                    round.speed(channelsLast, "f32", "train", 128))));
    printBfloat16("training", "train", "1.3", channelsLast, memory);
    printBfloat16("inference", "infer", "1.25", channelsLast, memory);
  }

  private void printBfloat16(String work, String phase, String aim, String peer, String memory) {
    print(
        work + " bf16 / libtorch nhwc" + memory,
        ">= 1.1",
        aim,
        round -> over(round.ours("bf16", phase, 128), round.speed(peer, "bf16", phase, 128)));
  }

  /** Of the best peak that any row of this precision measured: a disturbed row measures less. */
  private OptionalDouble share(Round round, String precision) {
    double best =
        rounds.stream()
            .flatMap(each -> each.rows().stream())
            .filter(row -> row.get("precision").asText().equals(precision))
            .mapToDouble(row -> row.path("peak_gflops").asDouble())
            .max()
            .orElse(Double.NaN); // no row of this precision: there is no share either
    OptionalDouble own = round.value("onednn", precision, "train", 128, "peak_gflops");
    OptionalDouble share = round.value("onednn", precision, "train", 128, "peak_share");
    return own.isPresent()
        ? OptionalDouble.of(share.getAsDouble() * own.getAsDouble() / best)
        : OptionalDouble.empty();
  }

  private void print(
      String what, String target, String aim, Function<Round, OptionalDouble> ratio) {
    double[] values = sorted(ratio);
    if (values.length == 0) {
      printMissing(what);
      return;
    }
    System.out.printf(
        TABLE,
        what,
        cell(values[0]),
        cell(median(values)),
        cell(values[values.length - 1]),
        target,
        aim);
  }

  /**
   * Each batch size counts by its median: within a round, the machine's own swing between the rows
   * would be the result.
   */
  private void printSpread(String what, String phase) {
    double[] speeds =
        IntStream.of(SIZES)
            .mapToObj(batch -> sorted(round -> round.ours("f32", phase, batch)))
            .filter(all -> all.length > 0)
            .mapToDouble(Ratios::median)
            .sorted()
            .toArray();
    if (speeds.length < SIZES.length) {
      printMissing(what);
      return;
    }
    System.out.printf(
        TABLE, what, "", cell(speeds[speeds.length - 1] / speeds[0] - 1), "", "<= 0.15", "");
  }

  private static void printMissing(String what) {
    System.out.printf(NAME + "not measured%n", what);
  }

  private static String cell(double value) {
    return (value >= 100 ? "%.0f" : "%.3f").formatted(value);
  }
}
