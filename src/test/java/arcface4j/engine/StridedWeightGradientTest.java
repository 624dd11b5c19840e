package arcface4j.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** oneDNN 3.13's race in 1x1 convolutions with stride 2 must not come back. */
class StridedWeightGradientTest {

  private static final int RUNS = 100;

  @Test
  void repeatedStepsGiveTheSameWeightGradient() {
    Shape image = new Shape(3, 32, 32);
    NetworkSpec spec =
        new NetworkSpec(
            image, List.of(new LayerSpec.Convolution("c", NetworkSpec.IMAGES, 6, 1, 2, 0)));
    Random random = new Random(3);
    Map<String, double[]> parameters = EngineRun.randomParameters(spec, random);
    double[] images = EngineRun.normal(random, 3 * 32 * 32, 1);
    double[] gradient = EngineRun.normal(random, 6 * 16 * 16, 1);
    ProgramOptions options = ProgramOptions.of(Precision.F32).withLayout(Layout.NHWC);
    try (Onednn onednn = Onednn.open()) {
      float[] first = weightGradient(onednn, spec, options, parameters, images, gradient);
      for (int run = 0; run < RUNS; run++) {
        assertArrayEquals(
            first, weightGradient(onednn, spec, options, parameters, images, gradient), 1e-4f);
      }
    }
  }

  private static float[] weightGradient(
      Onednn onednn,
      NetworkSpec spec,
      ProgramOptions options,
      Map<String, double[]> parameters,
      double[] images,
      double[] gradient) {
    return EngineRun.train(onednn, spec, 1, options, parameters, images, gradient)
        .gradient("c.weight");
  }
}
