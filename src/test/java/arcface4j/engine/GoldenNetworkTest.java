package arcface4j.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;

import arcface4j.npy.NpyArray;
import arcface4j.testing.GoldenCase;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A whole small ResNet against PyTorch: features, every gradient, running statistics. */
@Tag("golden")
class GoldenNetworkTest {

  /** The cases in float32: their tolerances are those of float32. */
  static List<GoldenCase> cases() {
    return GoldenCase.under("resnet-small").stream().filter(c -> !c.isDouble()).toList();
  }

  @Test
  void thereAreCases() {
    assertFalse(cases().isEmpty());
  }

  static Stream<Arguments> casesInBothLayouts() {
    return cases().stream()
        .flatMap(golden -> Stream.of(Layout.values()).map(l -> Arguments.of(golden, l)));
  }

  @ParameterizedTest
  @MethodSource("casesInBothLayouts")
  void oneStepGivesPyTorchsGradients(GoldenCase golden, Layout layout) {
    NetworkSpec spec = spec(golden);
    double[] images = golden.array("images").doubles();
    try (Onednn onednn = Onednn.open()) {
      EngineRun run =
          EngineRun.train(
              onednn,
              spec,
              golden.parameter("batch").asInt(),
              ProgramOptions.of(Precision.F32).withLayout(layout),
              parameters(golden, spec),
              images,
              ArcFaceGradient.inFeatures(golden));
      compare(golden, "features", run.features());
      compare(golden, "grad_images", run.imageGradient());
      for (ParameterSpec p : spec.parameters()) {
        if (p.trainable()) {
          compare(golden, "grads/" + p.name(), run.gradient(p.name()));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void runningStatisticsMoveAsInPyTorch(GoldenCase golden) {
    NetworkSpec spec = spec(golden);
    NpyArray images = golden.array("images");
    int batch = golden.parameter("batch").asInt();
    try (Onednn onednn = Onednn.open();
        NativeParameters parameters = EngineRun.memory(spec, parameters(golden, spec));
        NativeParameters gradients = new NativeParameters(spec);
        NativeFloats input = NativeFloats.of(images.floats());
        NativeFloats features = new NativeFloats(golden.array("features").length());
        TrainingProgram program =
            TrainingProgram.create(onednn, spec, batch, ProgramOptions.of(Precision.F32))) {
      program.bind(parameters, gradients);
      program.forward(input.address(), features.address());
      EngineRun.moveStatistics(program, spec, parameters, 0.1f);
      for (ParameterSpec p : spec.parameters()) {
        if (!p.trainable()) {
          compare(golden, "after1/" + p.name(), parameters.get(p.name()));
        }
      }
    }
  }

  private static NetworkSpec spec(GoldenCase golden) {
    int size = golden.array("images").shape()[2];
    return ResidualNetworks.of(
        new Shape(3, size, size),
        ints(golden.parameter("planes")),
        ints(golden.parameter("blocks")),
        golden.parameter("n_feats").asInt());
  }

  private static int[] ints(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asInt();
    }
    return values;
  }

  private static Map<String, double[]> parameters(GoldenCase golden, NetworkSpec spec) {
    Map<String, double[]> parameters = new HashMap<>();
    spec.parameters()
        .forEach(p -> parameters.put(p.name(), golden.array("params/" + p.name()).doubles()));
    return parameters;
  }

  private static void compare(GoldenCase golden, String array, float[] actual) {
    double[] wide = new double[actual.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = actual[i];
    }
    golden.assertMatches(array, wide, tolerance(golden, array));
  }

  // A few statistics have a tolerance of 1e-9, below the unit in the last place of float32.
  private static double tolerance(GoldenCase golden, String array) {
    return golden.tolerance(array) + Math.ulp(1f) * size(golden, array);
  }

  // A mean near 0 of numbers near 1 is exact to the rounding of those numbers.
  private static double size(GoldenCase golden, String array) {
    return array.endsWith("running_mean")
        ? Math.sqrt(largest(golden.array(array.replace("_mean", "_var")).doubles()))
        : largest(golden.array(array).doubles());
  }

  private static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
