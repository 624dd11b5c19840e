package arcface4j.data.augment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import arcface4j.data.ImageShape;
import arcface4j.data.SplitMix64;
import arcface4j.npy.NpyArray;
import arcface4j.testing.GoldenCase;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Given numbers have the results of torchvision; {@code golden/augment/make.py} makes the cases.
 */
@Tag("golden")
class OperationGoldenTest {

  static List<GoldenCase> operations() {
    return GoldenCase.under("augment/operation");
  }

  static List<GoldenCase> automatic() {
    return GoldenCase.under("augment/automatic");
  }

  static List<GoldenCase> magnitudes() {
    return GoldenCase.under("augment/magnitudes");
  }

  static List<GoldenCase> rectangles() {
    return GoldenCase.under("augment/rectangles");
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("operations")
  void operationsAreThoseOfTorchvision(GoldenCase golden) {
    Operation operation = operation(golden);
    for (JsonNode name : golden.parameter("images")) {
      NpyArray image = image(golden, name.asText());
      golden.assertMatches(name.asText(), doubles(applied(operation, image)));
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("automatic")
  void automaticOperationsAreThoseOfTorchvision(GoldenCase golden) {
    AutoOperation operation = AutoOperation.values()[golden.parameter("operation").asInt()];
    assertEquals(
        golden.parameter("name").asText().toLowerCase(Locale.ROOT),
        operation.name().replace("_", "").toLowerCase(Locale.ROOT));
    for (JsonNode name : golden.parameter("images")) {
      NpyArray image = image(golden, name.asText());
      byte[] results = new byte[golden.array(name.asText()).length()];
      int at = 0;
      for (JsonNode strength : golden.parameter("strengths")) {
        double magnitude =
            table(golden).of(operation, strength.get(0).asInt(), shape(image))
                * strength.get(1).asInt();
        Optional<Operation> chosen = operation.of(magnitude, shape(image));
        byte[] result = chosen.map(one -> applied(one, image)).orElseGet(image::bytes);
        System.arraycopy(result, 0, results, at, result.length);
        at += result.length;
      }
      golden.assertMatches(name.asText(), doubles(results));
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("magnitudes")
  void strengthsAreThoseOfTorchvision(GoldenCase golden) {
    ImageShape shape =
        new ImageShape(3, golden.parameter("height").asInt(), golden.parameter("width").asInt());
    double[] strengths = new double[AutoOperation.values().length * AutoAugment.BINS];
    int at = 0;
    for (AutoOperation operation : AutoOperation.values()) {
      assertEquals(
          golden.parameter("signed").get(operation.ordinal()).asBoolean(), operation.signed());
      for (int bin = 0; bin < AutoAugment.BINS; bin++) {
        strengths[at++] = table(golden).of(operation, bin, shape);
      }
    }
    golden.assertMatches("magnitudes", strengths);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("rectangles")
  void sidesOfRectanglesAreThoseOfTorchvision(GoldenCase golden) {
    double[] rows = golden.array("rows").doubles();
    int columns = 8;
    assertFalse(rows.length == 0);
    for (int at = 0; at < rows.length; at += columns) {
      double[] row = Arrays.copyOfRange(rows, at, at + columns);
      ImageShape shape = new ImageShape(3, (int) row[0], (int) row[1]);
      AspectRange range = new AspectRange(row[2], row[2], row[3], row[3]);
      Area crop = RandomCrop.draw(range, random(at), shape);
      Area erased = RandomErasing.draw(range, random(at), shape);
      assertArrayEquals(
          new double[] {row[4], row[5], row[6], row[7]},
          new double[] {crop.height(), crop.width(), erased.height(), erased.width()},
          () -> golden.name() + " " + Arrays.toString(row));
    }
  }

  private static SplitMix64 random(int at) {
    return SplitMix64.of(3, SplitMix64.Purpose.ERASE, at);
  }

  private static Operation operation(GoldenCase golden) {
    String name = golden.parameter("operation").asText();
    return switch (name) {
      case "brightness" -> new Brightness(number(golden, "factor"));
      case "contrast" -> new Contrast(number(golden, "factor"));
      case "saturation" -> new Saturation(number(golden, "factor"));
      case "sharpness" -> new Sharpness(number(golden, "factor"));
      case "hue" -> new Hue(number(golden, "shift"));
      case "grayscale" -> new Grayscale();
      case "posterize" -> new Posterize((int) number(golden, "bits"));
      case "solarize" -> new Solarize(number(golden, "threshold"));
      case "autocontrast" -> new AutoContrast();
      case "equalize" -> new Equalize();
      case "rotate" -> Affine.rotate(number(golden, "degrees"));
      case "blur" -> new GaussianBlur((int) number(golden, "radius"), number(golden, "sigma"));
      case "resized-crop" -> crop(golden.parameter("area"), golden.parameter("size"));
      default -> throw new IllegalArgumentException(golden.name() + ": unknown " + name);
    };
  }

  private static ResizedCrop crop(JsonNode area, JsonNode size) {
    return new ResizedCrop(
        new Area(
            area.get(0).asInt(), area.get(1).asInt(), area.get(2).asInt(), area.get(3).asInt()),
        size.get(0).asInt(),
        size.get(1).asInt());
  }

  private static double number(GoldenCase golden, String parameter) {
    JsonNode value = golden.parameter(parameter);
    if (!value.isNumber()) {
      throw new IllegalArgumentException(golden.name() + " has no number " + parameter);
    }
    return value.asDouble();
  }

  private static Magnitudes table(GoldenCase golden) {
    return golden.parameter("policy").asText().equals("trivial")
        ? Magnitudes.TRIVIAL_WIDE
        : Magnitudes.RANDAUGMENT;
  }

  private static NpyArray image(GoldenCase golden, String name) {
    Path images = golden.root().resolve("augment/images");
    return new GoldenCase(golden.root(), images, golden.json()).array(name);
  }

  private static byte[] applied(Operation operation, NpyArray image) {
    ImageShape shape = shape(image);
    byte[] before = image.bytes();
    byte[] result = new byte[operation.resultOf(shape).values()];
    byte[] planes = image.bytes();
    operation.apply(planes, shape, result);
    assertArrayEquals(before, planes, "the image itself was changed");
    return result;
  }

  private static ImageShape shape(NpyArray image) {
    int[] shape = image.shape();
    return new ImageShape(shape[0], shape[1], shape[2]);
  }

  private static double[] doubles(byte[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i] & 0xff);
    return doubles;
  }
}
