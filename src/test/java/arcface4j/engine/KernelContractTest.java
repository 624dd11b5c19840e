package arcface4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What every kernel of every engine owes: forward, data gradient, weight gradient and running
 * statistics over awkward shapes, as the generic engine has them in double. {@link
 * arcface4j.model.layer} is checked against differences of the loss by {@code NetworkGradientTest},
 * this judge's own judge.
 */
@Tag("slow")
class KernelContractTest {

  private static final int[] BATCHES = {1, 3, 7};
  private static final int[] CHANNELS = {3, 6, 17, 64};
  private static final int[] SIZES = {32, 33, 7};
  private static final int[] STRIDES = {1, 2};
  private static final int BLOCK_CHANNELS = 17;
  private static final double RELU_CORNER = 0.05;
  private static final String X = NetworkSpec.IMAGES;

  private static Onednn onednn;

  /** A batch of images of one shape. */
  private record Images(int batch, Shape shape) {
    @Override
    public String toString() {
      return batch + " images of " + shape;
    }
  }

  /** A network of one kernel, or of the few that it needs around it. */
  private record Case(NetworkSpec spec, int batch) {
    Case(Images images, LayerSpec... layers) {
      this(new NetworkSpec(images.shape, List.of(layers)), images.batch);
    }

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

  static List<Images> images() {
    List<Images> all = new ArrayList<>();
    for (int batch : BATCHES) {
      for (int channels : CHANNELS) {
        for (int size : SIZES) {
          all.add(new Images(batch, new Shape(channels, size, size)));
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("images")
  void convolutions(Images images) {
    for (int out : CHANNELS) {
      for (int stride : STRIDES) {
        checkTraining(new Case(images, new LayerSpec.Convolution("c", X, out, 3, stride, 1)));
        checkTraining(new Case(images, new LayerSpec.Convolution("c", X, out, 1, stride, 0)));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("images")
  void batchNorms(Images images) {
    check(new Case(images, new LayerSpec.Norm("n", X, false)));
    check(new Case(images, new LayerSpec.Norm("n", X, true)));
  }

  @ParameterizedTest
  @MethodSource("images")
  void residualSums(Images images) {
    LayerSpec norm = new LayerSpec.Norm("n", X, false);
    check(new Case(images, norm, new LayerSpec.AddRelu("a", "n", X)));
  }

  @ParameterizedTest
  @MethodSource("images")
  void poolingAndLinear(Images images) {
    LayerSpec pool = new LayerSpec.GlobalPool("p", X);
    check(new Case(images, pool));
    check(new Case(images, pool, new LayerSpec.Linear("l", "p", 5)));
  }

  @ParameterizedTest
  @MethodSource("images")
  void gelus(Images images) {
    check(new Case(images, new LayerSpec.Gelu("g", X)));
  }

  /** Sizes that windows fill and do not, and one window for the whole image. */
  @ParameterizedTest
  @MethodSource("images")
  void maxPooling(Images images) {
    for (int window : new int[] {2, 3, images.shape.height()}) {
      check(new Case(images, new LayerSpec.MaxPool("p", X, window)));
    }
  }

  /** Batch norm, activation and the sum run inside the convolutions then. */
  @ParameterizedTest
  @MethodSource("images")
  void foldedBlocksOfInference(Images images) {
    for (int stride : STRIDES) {
      checkInference(residualBlock(images, stride));
      checkInference(plainBlock(images, stride));
    }
  }

  /** The kernel's word, not the engine's own, says whether it should have been. */
  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc/cpuinfo")
  void bfloat16IsComparedWhereTheProcessorHasIt() throws IOException {
    String processor = Files.readString(Path.of("/proc/cpuinfo"));
    boolean hasIt = processor.contains("avx512_bf16") || processor.contains("amx_bf16");
    assertEquals(
        hasIt,
        fastEngine().anyMatch(options -> options.precision() == Precision.BF16),
        onednn + "");
  }

  private static Case plainBlock(Images images, int stride) {
    return new Case(
        images,
        new LayerSpec.Convolution("c1", X, BLOCK_CHANNELS, 3, stride, 1),
        new LayerSpec.Norm("n1", "c1", false),
        new LayerSpec.Gelu("g1", "n1"),
        new LayerSpec.Convolution("c2", "g1", BLOCK_CHANNELS, 3, 1, 1),
        new LayerSpec.Gelu("g2", "c2"),
        new LayerSpec.Norm("n2", "g2", true));
  }

  private static Case residualBlock(Images images, int stride) {
    return new Case(
        images,
        new LayerSpec.Convolution("c1", X, BLOCK_CHANNELS, 3, stride, 1),
        new LayerSpec.Norm("n1", "c1", true),
        new LayerSpec.Convolution("c2", "n1", BLOCK_CHANNELS, 3, 1, 1),
        new LayerSpec.Norm("n2", "c2", false),
        new LayerSpec.Convolution("c3", X, BLOCK_CHANNELS, 1, stride, 0),
        new LayerSpec.Norm("n3", "c3", false),
        new LayerSpec.AddRelu("a", "n2", "n3"));
  }

  private static void check(Case shape) {
    checkTraining(shape);
    checkInference(shape);
  }

  private static Stream<ProgramOptions> fastEngine() {
    return Stream.of(Precision.values())
        .filter(onednn::supports)
        .flatMap(p -> Stream.of(Layout.values()).map(ProgramOptions.of(p)::withLayout));
  }

  private static void checkTraining(Case shape) {
    Random random = new Random(shape.toString().hashCode());
    Map<String, double[]> parameters = EngineRun.randomParameters(shape.spec, random);
    double[] images = images(shape, random);
    GenericNetwork judge = GenericNetwork.inDouble(shape.spec, shape.batch, parameters);
    double[] features = judge.forward(images, true);
    double[] gradient = EngineRun.normal(random, features.length, 1);
    silenceReluCorner(judge, gradient);
    double[] imageGradient = judge.backward(gradient);
    Expected expected = new Expected(shape, judge, features, imageGradient);
    TrainedStep generic = GenericRun.train(shape.spec, shape.batch, parameters, images, gradient);
    expected.compare("generic", generic, Precision.F32);
    fastEngine()
        .forEach(
            options ->
                expected.compare(
                    options.toString(),
                    EngineRun.train(
                        onednn, shape.spec, shape.batch, options, parameters, images, gradient),
                    options.precision()));
  }

  private static void checkInference(Case shape) {
    Random random = new Random(shape.toString().hashCode());
    Map<String, double[]> parameters = EngineRun.randomParameters(shape.spec, random);
    double[] images = images(shape, random);
    double[] expected =
        GenericNetwork.inDouble(shape.spec, shape.batch, parameters).forward(images, false);
    float[] generic =
        EngineRun.floats(
            new GenericNetwork(shape.spec, shape.batch, DataType.FLOAT, parameters)
                .forward(images, false));
    double products = productsOfOutput(shape);
    String what = shape + ", features of inference, ";
    Closeness.assertClose(what + "generic", expected, generic, Precision.F32, products);
    fastEngine()
        .forEach(
            options ->
                Closeness.assertClose(
                    what + options,
                    expected,
                    EngineRun.infer(onednn, shape.spec, shape.batch, options, parameters, images),
                    options.precision(),
                    products));
  }

  private static double[] images(Case shape, Random random) {
    Shape image = shape.spec.input();
    return shape.spec.layers().get(0) instanceof LayerSpec.MaxPool
        ? distinct(shape.batch * image.channels(), image.height() * image.width(), random)
        : EngineRun.normal(random, Math.toIntExact(shape.batch * image.length()), 1);
  }

  /** No two of a channel are equal in bfloat16: of equal ones each engine may take another. */
  private static double[] distinct(int channels, int pixels, Random random) {
    int least = Float.floatToIntBits(1f / 16) >> 16;
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < pixels; i++) {
      numbers.add((double) Float.intBitsToFloat((least + i) << 16));
    }
    List<Double> all = new ArrayList<>();
    for (int channel = 0; channel < channels; channel++) {
      Collections.shuffle(numbers, random);
      all.addAll(numbers);
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  // A ReLU input near 0 may get the other sign in another precision: no gradient goes through it.
  private static void silenceReluCorner(GenericNetwork judge, double[] gradient) {
    double[] before = judge.beforeLastRelu();
    for (int i = 0; before != null && i < gradient.length; i++) {
      gradient[i] = Math.abs(before[i]) < RELU_CORNER ? 0 : gradient[i];
    }
  }

  /** Products that are summed to one number of the output, over all layers. */
  private static double productsOfOutput(Case shape) {
    NetworkSpec spec = shape.spec;
    return spec.layers().stream().mapToDouble(layer -> products(spec, shape.batch, layer)).sum();
  }

  private static double products(NetworkSpec spec, int batch, LayerSpec layer) {
    Shape in = spec.shape(layer.inputs().get(0));
    if (layer instanceof LayerSpec.Convolution c) {
      return (double) c.kernel() * c.kernel() * in.channels();
    }
    if (layer instanceof LayerSpec.Linear) {
      return in.channels();
    }
    if (layer instanceof LayerSpec.MaxPool || layer instanceof LayerSpec.Gelu) {
      return 1;
    }
    // Behind a batch norm every number carries the rounding of the channel's mean.
    return (double) batch * in.height() * in.width();
  }

  /** What the judge says of a step. */
  private record Expected(
      Case shape, GenericNetwork judge, double[] features, double[] imageGradient) {

    void compare(String engine, TrainedStep step, Precision precision) {
      Shape in = shape.spec.input();
      boolean norm = shape.spec.layers().get(0) instanceof LayerSpec.Norm;
      double perWeight = (double) shape.batch * in.height() * in.width();
      double perInput = norm ? perWeight : 9.0 * shape.spec.output().channels();
      String what = engine + ", " + shape + ", ";
      Closeness.assertClose(
          what + "features", features, step.features(), precision, productsOfOutput(shape));
      Closeness.assertClose(
          what + "image gradient", imageGradient, step.imageGradient(), precision, perInput);
      for (ParameterSpec p : shape.spec.parameters()) {
        double[] wanted = p.trainable() ? judge.gradient(p.name()) : judge.running(p.name());
        float[] found = p.trainable() ? step.gradient(p.name()) : step.running(p.name());
        Closeness.assertClose(what + p.name(), wanted, found, precision, perWeight);
      }
    }
  }
}
