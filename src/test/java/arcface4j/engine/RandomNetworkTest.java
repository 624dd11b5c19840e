package arcface4j.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random small networks, hundreds of random layers: the judge agrees, and the JVM survives. */
@Tag("slow")
class RandomNetworkTest {

  private static final int NETWORKS = 80;

  @Test
  void randomNetworksAgreeWithTheSlowTwin() {
    try (Onednn onednn = Onednn.open()) {
      for (int seed = 0; seed < NETWORKS; seed++) {
        check(onednn, seed, RandomNetworkTest::residual);
      }
    }
  }

  @Test
  void plainNetworksWithMaxPoolingAgreeToo() {
    try (Onednn onednn = Onednn.open()) {
      for (int seed = 0; seed < NETWORKS; seed++) {
        check(onednn, seed, RandomNetworkTest::plain);
      }
    }
  }

  /** The sum may be written over x, which the convolution b has read, if b does not wait for nb. */
  @Test
  void aConvolutionDoesNotWaitUntilItsInputIsWrittenOver() {
    NetworkSpec spec =
        new NetworkSpec(
            new Shape(4, 6, 6),
            List.of(
                new LayerSpec.Convolution("x", NetworkSpec.IMAGES, 8, 3, 1, 1),
                new LayerSpec.Convolution("a1", "x", 8, 3, 1, 1),
                new LayerSpec.Norm("n1", "a1", true),
                new LayerSpec.Convolution("a2", "n1", 8, 3, 1, 1),
                new LayerSpec.Norm("n2", "a2", false),
                new LayerSpec.Convolution("b", "x", 8, 3, 1, 1),
                new LayerSpec.AddRelu("s", "n2", "x"),
                new LayerSpec.Norm("nb", "b", false),
                new LayerSpec.AddRelu("out", "s", "nb")));
    Random random = new Random(1);
    Map<String, double[]> parameters = EngineRun.randomParameters(spec, random);
    double[] images = EngineRun.normal(random, Math.toIntExact(3 * spec.input().length()), 1);
    try (Onednn onednn = Onednn.open()) {
      ProgramOptions options = ProgramOptions.of(Precision.F32);
      infer(onednn, spec, 3, options, parameters, images, "two readers of a sum's input");
    }
  }

  /** It acts behind the activation, not on the convolution in front of it. */
  @Test
  void aNormBehindAnActivationIsNotFolded() {
    LayerSpec other = new LayerSpec.Convolution("x", NetworkSpec.IMAGES, 4, 3, 1, 1);
    LayerSpec convolution = new LayerSpec.Convolution("c", NetworkSpec.IMAGES, 4, 3, 1, 1);
    LayerSpec norm = new LayerSpec.Norm("n", "a", false);
    List<List<LayerSpec>> networks =
        List.of(
            List.of(convolution, new LayerSpec.Gelu("a", "c"), norm),
            List.of(other, convolution, new LayerSpec.AddRelu("a", "c", "x"), norm));
    Random random = new Random(1);
    try (Onednn onednn = Onednn.open()) {
      for (List<LayerSpec> layers : networks) {
        NetworkSpec spec = new NetworkSpec(new Shape(4, 6, 6), layers);
        Map<String, double[]> parameters = EngineRun.randomParameters(spec, random);
        double[] images = EngineRun.normal(random, Math.toIntExact(3 * spec.input().length()), 1);
        ProgramOptions options = ProgramOptions.of(Precision.F32);
        infer(onednn, spec, 3, options, parameters, images, spec.toString());
      }
    }
  }

  private static void check(Onednn onednn, int seed, Function<Random, NetworkSpec> network) {
    Random random = new Random(seed);
    int batch = 2 + random.nextInt(4);
    NetworkSpec spec = network.apply(random);
    Map<String, double[]> parameters = EngineRun.randomParameters(spec, random);
    double[] images = EngineRun.normal(random, Math.toIntExact(batch * spec.input().length()), 1);
    for (Precision precision : Precision.values()) {
      Layout layout = Layout.values()[random.nextInt(2)];
      ProgramOptions options = ProgramOptions.of(precision).withLayout(layout);
      if (onednn.supports(precision)) {
        String what = "seed " + seed + ", " + options + ", batch " + batch + ": " + spec;
        train(onednn, spec, batch, options, parameters, images, what);
        infer(onednn, spec, batch, options, parameters, images, what);
      }
    }
  }

  // A ReLU input near 0 may change sign and take a whole gradient with it: gradients are only
  // compared as a whole, and loosely.
  private static void train(
      Onednn onednn,
      NetworkSpec spec,
      int batch,
      ProgramOptions options,
      Map<String, double[]> parameters,
      double[] images,
      String what) {
    GenericNetwork judge = GenericNetwork.inDouble(spec, batch, parameters);
    double[] features = judge.forward(images, true);
    double[] gradient = EngineRun.normal(new Random(1), features.length, 1);
    judge.backward(gradient);
    EngineRun run = EngineRun.train(onednn, spec, batch, options, parameters, images, gradient);
    boolean exact = options.precision() == Precision.F32;
    assertNear(features, run.features(), exact ? 1e-4 : 0.2, what);
    for (ParameterSpec p : spec.parameters()) {
      // A bias before a batch norm has no gradient but rounding; such layers are not made here.
      if (p.trainable()) {
        assertNear(
            judge.gradient(p.name()),
            run.gradient(p.name()),
            exact ? 0.02 : 1,
            p.name() + ", " + what);
      }
    }
  }

  private static void infer(
      Onednn onednn,
      NetworkSpec spec,
      int batch,
      ProgramOptions options,
      Map<String, double[]> parameters,
      double[] images,
      String what) {
    double[] expected = GenericNetwork.inDouble(spec, batch, parameters).forward(images, false);
    float[] actual = EngineRun.infer(onednn, spec, batch, options, parameters, images);
    assertNear(expected, actual, options.precision() == Precision.F32 ? 1e-5 : 0.1, what);
  }

  private static void assertNear(double[] expected, float[] actual, double limit, String what) {
    double error = Closeness.relativeError(expected, actual);
    assertTrue(error < limit, () -> "relative error " + error + " of " + what);
  }

  private static NetworkSpec plain(Random random) {
    Shape image = randomImage(random);
    int window = 1 + random.nextInt(3);
    int channels = 2 + random.nextInt(40);
    List<LayerSpec> layers = new ArrayList<>();
    layers.add(new LayerSpec.Convolution("c1", NetworkSpec.IMAGES, channels, 3, 1, 1));
    layers.add(new LayerSpec.MaxPool("m", "c1", window));
    String inner = addNorm(random, layers, "1", "m");
    layers.add(new LayerSpec.Convolution("c2", inner, channels, 3, 1, 1));
    String last = addNorm(random, layers, "2", "c2");
    layers.add(new LayerSpec.GlobalPool("p", last));
    layers.add(new LayerSpec.Linear("l", "p", 1 + random.nextInt(30)));
    return new NetworkSpec(image, layers);
  }

  // With ReLU or with GELU.
  private static String addNorm(
      Random random, List<LayerSpec> layers, String number, String input) {
    LayerSpec.Norm norm = new LayerSpec.Norm("n" + number, input, random.nextBoolean());
    layers.add(norm);
    if (norm.relu()) {
      return norm.name();
    }
    layers.add(new LayerSpec.Gelu("g" + number, norm.name()));
    return "g" + number;
  }

  private static Shape randomImage(Random random) {
    return new Shape(1 + random.nextInt(20), 5 + random.nextInt(12), 5 + random.nextInt(12));
  }

  private static NetworkSpec residual(Random random) {
    Shape image = randomImage(random);
    int channels = image.channels();
    List<LayerSpec> layers = new ArrayList<>();
    String last = NetworkSpec.IMAGES;
    for (int block = 0; block < 1 + random.nextInt(3); block++) {
      last = addBlock(random, layers, last, channels, "b" + block);
      if (random.nextBoolean()) {
        channels = 1 + random.nextInt(40);
        layers.add(randomConvolution(random, "c" + block, last, channels));
        last = "c" + block;
      }
    }
    layers.add(new LayerSpec.GlobalPool("p", last));
    layers.add(new LayerSpec.Linear("l", "p", 1 + random.nextInt(30)));
    return new NetworkSpec(image, layers);
  }

  private static LayerSpec randomConvolution(
      Random random, String name, String input, int channels) {
    int kernel = random.nextBoolean() ? 1 : 3;
    int stride = 1 + random.nextInt(2);
    return new LayerSpec.Convolution(name, input, channels, kernel, stride, kernel / 2);
  }

  // The sum's operands in either order, with and without a norm on the shortcut.
  private static String addBlock(
      Random random, List<LayerSpec> layers, String input, int channels, String name) {
    layers.add(new LayerSpec.Convolution(name + "c", input, channels, 3, 1, 1));
    layers.add(new LayerSpec.Norm(name + "n", name + "c", random.nextBoolean()));
    if (random.nextBoolean()) {
      return name + "n";
    }
    String shortcut = input;
    if (random.nextBoolean()) {
      layers.add(new LayerSpec.Norm(name + "s", input, false));
      shortcut = name + "s";
    }
    boolean swapped = random.nextBoolean();
    layers.add(
        new LayerSpec.AddRelu(
            name + "a", swapped ? shortcut : name + "n", swapped ? name + "n" : shortcut));
    return name + "a";
  }
}
