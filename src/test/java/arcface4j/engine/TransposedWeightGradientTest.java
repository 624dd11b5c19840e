package arcface4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The weight gradient over small pictures, which takes another way than the large ones. */
class TransposedWeightGradientTest {

  @Test
  void smallPicturesGiveTheSlowTwinsWeightGradient() {
    for (int size : new int[] {4, 7, 8}) {
      for (int stride = 1; stride <= 2; stride++) {
        for (int batch : new int[] {16, 19}) {
          check(new Shape(17, size, size), stride, batch);
          check(new Shape(32, size, size - 1), stride, batch);
        }
      }
    }
  }

  private static void check(Shape image, int stride, int batch) {
    LayerSpec layer = new LayerSpec.Convolution("c", NetworkSpec.IMAGES, 24, 3, stride, 1);
    NetworkSpec spec = new NetworkSpec(image, List.of(layer));
    Random random = new Random(batch);
    Map<String, double[]> parameters = EngineRun.randomParameters(spec, random);
    double[] images = EngineRun.normal(random, (int) (batch * image.length()), 1);
    double[] gradient = EngineRun.normal(random, (int) (batch * spec.output().length()), 1);
    ReferenceNetwork judge = new ReferenceNetwork(spec, batch, parameters);
    judge.forward(images, true);
    judge.backward(gradient);
    ProgramOptions options = ProgramOptions.of(Precision.BF16).withLayout(Layout.NHWC);
    try (Onednn onednn = Onednn.open()) {
      assumeTrue(onednn.supports(Precision.BF16));
      EngineRun run = EngineRun.train(onednn, spec, batch, options, parameters, images, gradient);
      double error =
          Closeness.relativeError(judge.parameterGradient("c.weight"), run.gradient("c.weight"));
      assertTrue(error < 0.01, image + " stride " + stride + ": " + error);
    }
  }

  @Test
  void itIsTakenForSmallPicturesWithAmx() {
    LayerSpec layer = new LayerSpec.Convolution("c", NetworkSpec.IMAGES, 24, 3, 1, 1);
    NetworkSpec spec = new NetworkSpec(new Shape(32, 4, 4), List.of(layer));
    ProgramOptions options = ProgramOptions.of(Precision.BF16).withLayout(Layout.NHWC);
    try (Onednn onednn = Onednn.open()) {
      assumeTrue(onednn.instructionSet().equals("AMX"));
      try (TrainingProgram program = TrainingProgram.create(onednn, spec, 16, options)) {
        long taken = program.describe().stream().filter(s -> s.contains("transposed")).count();
        assertEquals(1, taken, program.describe()::toString);
      }
    }
  }
}
