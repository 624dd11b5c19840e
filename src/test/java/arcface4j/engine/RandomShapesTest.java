package arcface4j.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random shapes, sensible or not: each computes finite numbers or is refused by an exception, and
 * the JVM survives. {@code -Dfuzz.shapes=N} tries another number.
 */
@Tag("slow")
class RandomShapesTest {

  private static final int SHAPES = Integer.getInteger("fuzz.shapes", 2000);

  @Test
  void everyShapeComputesOrIsRefused() {
    Random random = new Random(20);
    int computed = 0;
    try (Onednn onednn = Onednn.open()) {
      for (int shape = 0; shape < SHAPES; shape++) {
        computed += survives(onednn, random) ? 1 : 0;
      }
    }
    int least = SHAPES / 2;
    assertTrue(computed > least, computed + " of " + SHAPES + " computed");
    assertTrue(computed < SHAPES, "none was refused");
  }

  private static boolean survives(Onednn onednn, Random random) {
    try {
      NetworkSpec spec = network(random);
      compute(onednn, spec, oneIn(random, 20) ? random.nextInt(2) - 1 : 1 + random.nextInt(6));
      return true;
    } catch (IllegalArgumentException | EngineException e) {
      assertTrue(e.getMessage() != null && !e.getMessage().isBlank());
      return false;
    }
  }

  private static void compute(Onednn onednn, NetworkSpec spec, int batch) {
    Random random = new Random(batch);
    Precision precision = Precision.values()[random.nextInt(2)];
    ProgramOptions options =
        ProgramOptions.of(onednn.supports(precision) ? precision : Precision.F32)
            .withLayout(Layout.values()[random.nextInt(Layout.values().length)]);
    TrainingProgram.create(onednn, spec, batch, options).close();
    double[] images = EngineRun.normal(random, Math.multiplyExact(batch, length(spec.input())), 1);
    double[] gradient =
        EngineRun.normal(random, Math.multiplyExact(batch, length(spec.output())), 1);
    Map<String, double[]> parameters = EngineRun.randomParameters(spec, random);
    EngineRun run = EngineRun.train(onednn, spec, batch, options, parameters, images, gradient);
    assertFinite(spec, batch, run.features());
    assertFinite(spec, batch, run.imageGradient());
    assertFinite(spec, batch, EngineRun.infer(onednn, spec, batch, options, parameters, images));
  }

  private static int length(Shape shape) {
    return Math.toIntExact(shape.length());
  }

  private static void assertFinite(NetworkSpec spec, int batch, float[] values) {
    for (float value : values) {
      assertTrue(Float.isFinite(value), () -> value + ", batch " + batch + " of " + spec);
    }
  }

  private static NetworkSpec network(Random random) {
    int channels = random.nextInt(4) == 0 ? 1 + random.nextInt(70) : 1 + random.nextInt(9);
    Shape image = new Shape(channels, 1 + random.nextInt(18), 1 + random.nextInt(18));
    List<LayerSpec> layers = new ArrayList<>();
    String last = NetworkSpec.IMAGES;
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      last = add(layers, layer(random, "l" + i, last));
    }
    if (random.nextBoolean()) {
      last = add(layers, new LayerSpec.GlobalPool("p", last));
      last = add(layers, new LayerSpec.Linear("f", last, number(random, 20)));
    }
    return new NetworkSpec(image, layers);
  }

  private static LayerSpec layer(Random random, String name, String input) {
    return switch (random.nextInt(5)) {
      case 0 -> new LayerSpec.Norm(name, input, random.nextBoolean());
      case 1 -> new LayerSpec.AddRelu(name, input, input);
      case 2 -> new LayerSpec.Gelu(name, input);
      default -> convolution(random, name, input);
    };
  }

  private static LayerSpec convolution(Random random, String name, String input) {
    int kernel = number(random, 5);
    int padding = oneIn(random, 30) ? kernel : random.nextInt(Math.max(1, kernel));
    int stride = number(random, 3);
    return new LayerSpec.Convolution(name, input, number(random, 40), kernel, stride, padding);
  }

  /** From 1 to the largest, and now and then 0. */
  private static int number(Random random, int largest) {
    return oneIn(random, 40) ? 0 : 1 + random.nextInt(largest);
  }

  private static boolean oneIn(Random random, int times) {
    return random.nextInt(times) == 0;
  }

  private static String add(List<LayerSpec> layers, LayerSpec layer) {
    layers.add(layer);
    return layer.name();
  }
}
