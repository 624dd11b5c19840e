package arcface4j.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kernel against the slow twin, over awkward shapes, in both precisions and layouts. */
@Tag("slow")
class KernelParityTest {

  private static final int[] BATCHES = {1, 3, 7};
  private static final int[] CHANNELS = {3, 6, 17, 64};
  private static final int[] SIZES = {32, 33, 7};

  /** The largest batch goes with small images alone: the slow twin takes its time. */
  private static final int MOST_PIXELS = 3 * 33 * 33;

  private static final long JUDGE_PRODUCTS = 4_000_000;
  private static final double RELU_CORNER = 0.05;

  private static Onednn onednn;

  private record Case(NetworkSpec spec, int batch) {
    @Override
    public String toString() {
      return "batch " + batch + " of " + spec.input() + ": " + spec.layers();
    }
  }

  @BeforeAll
  static void open() {
    onednn = Onednn.open();
  }

  @AfterAll
  static void close() {
    onednn.close();
  }

  static Stream<Case> convolutions() {
    List<Case> cases = new ArrayList<>();
    forShapes(
        (batch, shape) -> {
          for (int out : CHANNELS) {
            for (int stride = 1; stride <= 2; stride++) {
              cases.add(new Case(convolution(shape, out, 3, stride, 1), batch));
              cases.add(new Case(convolution(shape, out, 1, stride, 0), batch));
              cases.add(new Case(convolution(shape, out, 3, stride, 0), batch));
            }
          }
        });
    return cases.stream().filter(c -> products(c) < JUDGE_PRODUCTS);
  }

  private static NetworkSpec convolution(Shape in, int out, int kernel, int stride, int padding) {
    return new NetworkSpec(
        in,
        List.of(new LayerSpec.Convolution("c", NetworkSpec.IMAGES, out, kernel, stride, padding)));
  }

  private static double products(Case c) {
    LayerSpec.Convolution layer = (LayerSpec.Convolution) c.spec.last();
    return (double) c.batch
        * c.spec.output().length()
        * c.spec.input().channels()
        * layer.kernel()
        * layer.kernel();
  }

  static Stream<Case> norms() {
    List<Case> cases = new ArrayList<>();
    forShapes(
        (batch, shape) -> {
          for (boolean relu : new boolean[] {false, true}) {
            LayerSpec norm = new LayerSpec.Norm("n", NetworkSpec.IMAGES, relu);
            cases.add(new Case(new NetworkSpec(shape, List.of(norm)), batch));
          }
        });
    return cases.stream();
  }

  static Stream<Case> sums() {
    List<Case> cases = new ArrayList<>();
    forShapes(
        (batch, shape) -> {
          LayerSpec norm = new LayerSpec.Norm("n", NetworkSpec.IMAGES, false);
          LayerSpec add = new LayerSpec.AddRelu("a", "n", NetworkSpec.IMAGES);
          cases.add(new Case(new NetworkSpec(shape, List.of(norm, add)), batch));
        });
    return cases.stream();
  }

  static Stream<Case> poolsWithLinear() {
    List<Case> cases = new ArrayList<>();
    forShapes(
        (batch, shape) -> {
          LayerSpec pool = new LayerSpec.GlobalPool("p", NetworkSpec.IMAGES);
          LayerSpec linear = new LayerSpec.Linear("l", "p", 5);
          cases.add(new Case(new NetworkSpec(shape, List.of(pool)), batch));
          cases.add(new Case(new NetworkSpec(shape, List.of(pool, linear)), batch));
        });
    return cases.stream();
  }

  private interface ShapeConsumer {
    void accept(int batch, Shape shape);
  }

  private static void forShapes(ShapeConsumer consumer) {
    for (int batch : BATCHES) {
      for (int channels : CHANNELS) {
        for (int size : SIZES) {
          if (batch * size * size <= MOST_PIXELS) {
            consumer.accept(batch, new Shape(channels, size, size));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolutionsAgree(Case shape) {
    compare(shape);
  }

  @ParameterizedTest
  @MethodSource("norms")
  void batchNormsAgree(Case shape) {
    compare(shape);
  }

  @ParameterizedTest
  @MethodSource("sums")
  void residualSumsAgree(Case shape) {
    compare(shape);
  }

  @ParameterizedTest
  @MethodSource("poolsWithLinear")
  void poolingAndLinearAgree(Case shape) {
    compare(shape);
  }

  @Test
  void bfloat16WasComparedToo() {
    assumeTrue(
        precisions().contains(Precision.BF16),
        () -> onednn + " has no bfloat16: the cases above ran in float32 alone");
  }

  private static List<Precision> precisions() {
    return Stream.of(Precision.values()).filter(onednn::supports).toList();
  }

  private static void compare(Case shape) {
    Random random = new Random(shape.toString().hashCode());
    Map<String, double[]> parameters = EngineRun.randomParameters(shape.spec, random);
    int length = Math.toIntExact(shape.batch * shape.spec.input().length());
    double[] images = EngineRun.normal(random, length, 1);
    ReferenceNetwork judge = new ReferenceNetwork(shape.spec, shape.batch, parameters);
    double[] features = judge.forward(images, true);
    double[] gradient = EngineRun.normal(random, features.length, 1);
    silenceReluCorner(judge, gradient);
    double[] imageGradient = judge.backward(gradient);
    for (Precision precision : precisions()) {
      for (Layout layout : Layout.values()) {
        ProgramOptions options = ProgramOptions.of(precision).withLayout(layout);
        EngineRun run =
            EngineRun.train(onednn, shape.spec, shape.batch, options, parameters, images, gradient);
        compare(judge, run, shape, precision, features, imageGradient);
      }
    }
  }

  // A ReLU input near 0 may get the other sign in another precision: no gradient goes through it.
  private static void silenceReluCorner(ReferenceNetwork judge, double[] gradient) {
    double[] before = judge.beforeLastRelu();
    for (int i = 0; before != null && i < gradient.length; i++) {
      gradient[i] = Math.abs(before[i]) < RELU_CORNER ? 0 : gradient[i];
    }
  }

  private static void compare(
      ReferenceNetwork judge,
      EngineRun run,
      Case shape,
      Precision precision,
      double[] features,
      double[] imageGradient) {
    int batch = shape.batch;
    Shape in = shape.spec.input();
    double perWeight = (double) batch * in.height() * in.width();
    // Through a batch norm every number carries the rounding of its channel's means.
    double perMean = shape.spec.layers().get(0) instanceof LayerSpec.Norm ? perWeight : 0;
    double perOutput = Math.max(perMean, 9.0 * in.channels());
    double perInput = Math.max(perMean, 9.0 * shape.spec.output().channels() + 9);
    Closeness.assertClose("features", features, run.features(), precision, perOutput);
    Closeness.assertClose(
        "image gradient", imageGradient, run.imageGradient(), precision, perInput);
    for (ParameterSpec p : shape.spec.parameters()) {
      if (p.trainable()) {
        Closeness.assertClose(
            p.name(),
            judge.parameterGradient(p.name()),
            run.gradient(p.name()),
            precision,
            perWeight);
      }
    }
    for (LayerSpec layer : shape.spec.layers()) {
      if (layer instanceof LayerSpec.Norm norm) {
        compareStatistics(judge, run, norm.name(), precision, perWeight);
      }
    }
  }

  private static void compareStatistics(
      ReferenceNetwork judge, EngineRun run, String norm, Precision precision, double numbers) {
    // A mean near 0 of numbers near 1 is judged by their size.
    double[] mean = judge.mean(norm).clone();
    float[] found = run.mean(norm).clone();
    for (int c = 0; c < mean.length; c++) {
      mean[c] += 1;
      found[c] += 1;
    }
    Closeness.assertClose(norm + " mean", mean, found, precision, numbers);
    Closeness.assertClose(
        norm + " variance",
        judge.unbiasedVariance(norm),
        run.unbiasedVariance(norm),
        precision,
        numbers);
  }
}
