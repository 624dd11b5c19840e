package arcface4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The weight gradient over small pictures and over wide ones, which take ways of their own. */
class WeightGradientTest {

  private static Onednn onednn;

  @BeforeAll
  static void open() {
    onednn = Onednn.open();
  }

  @AfterAll
  static void close() {
    onednn.close();
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void itIsTheSlowTwinsWeightGradient(Precision precision) {
    assumeTrue(onednn.supports(precision), () -> precision + " is not in this processor");
    for (int size : new int[] {4, 7, 8, 16}) {
      for (int stride = 1; stride <= 2; stride++) {
        for (int batch : new int[] {16, 19}) {
          check(precision, network(new Shape(17, size, size), 24, stride), batch);
          check(precision, network(new Shape(32, size, size - 1), 24, stride), batch);
        }
      }
    }
  }

  /** In pieces of 32 and 3 images: float32 with AVX2, bfloat16 with AVX-512. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void piecesAddUp(Precision precision) {
    assumeTrue(onednn.supports(precision), () -> precision + " is not in this processor");
    check(precision, network(new Shape(16, 8, 8), 256, 1), 35);
    check(precision, network(new Shape(24, 8, 8), 264, 1), 35); // no whole blocks of 16 channels
  }

  /** oneDNN 3.13's fault in bfloat16 must not come back. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void pixelsSkippedInPartOfARegister(Precision precision) {
    assumeTrue(onednn.supports(precision), () -> precision + " is not in this processor");
    check(precision, network(new Shape(5, 6, 14), 35, 1, 2), 1);
  }

  @Test
  void wideOnesAreTheSlowTwins() {
    for (int stride = 1; stride <= 2; stride++) {
      check(Precision.F32, network(new Shape(64, 18, 19), 64, stride), 3);
      check(Precision.F32, network(new Shape(67, 17, 9), 70, stride), 1);
    }
  }

  @Test
  void wideActivationsAreBroughtIntoBlocksWithAvx2() {
    assumeTrue(onednn.instructions().endsAtAvx2(), "AVX2 is not the best of this processor");
    assertEquals(2, reorders(64, 64));
    assertEquals(0, reorders(63, 64));
    assertEquals(0, reorders(64, 63));
  }

  private static long reorders(int from, int to) {
    NetworkSpec spec = network(new Shape(from, 16, 16), to, 1);
    ProgramOptions options = ProgramOptions.of(Precision.F32).withLayout(Layout.NHWC);
    try (TrainingProgram program = TrainingProgram.create(onednn, spec, 16, options)) {
      return program.describe().stream().filter(s -> s.startsWith("TRANSPOSE")).count();
    }
  }

  private static void check(Precision precision, NetworkSpec spec, int batch) {
    Shape image = spec.input();
    Random random = new Random(batch);
    Map<String, double[]> parameters = EngineRun.randomParameters(spec, random);
    double[] images = EngineRun.normal(random, (int) (batch * image.length()), 1);
    double[] gradient = EngineRun.normal(random, (int) (batch * spec.output().length()), 1);
    GenericNetwork judge = GenericNetwork.inDouble(spec, batch, parameters);
    judge.forward(images, true);
    judge.backward(gradient);
    for (Layout layout : Layout.values()) {
      ProgramOptions options = ProgramOptions.of(precision).withLayout(layout);
      EngineRun run = EngineRun.train(onednn, spec, batch, options, parameters, images, gradient);
      double error = Closeness.relativeError(judge.gradient("c.weight"), run.gradient("c.weight"));
      double limit = precision == Precision.F32 ? 1e-5 : 0.01;
      assertTrue(
          error < limit, () -> spec.layers() + " of " + image + " in " + layout + ": " + error);
    }
  }

  private static NetworkSpec network(Shape image, int channels, int stride) {
    return network(image, channels, 3, stride);
  }

  private static NetworkSpec network(Shape image, int channels, int kernel, int stride) {
    LayerSpec layer =
        new LayerSpec.Convolution("c", NetworkSpec.IMAGES, channels, kernel, stride, kernel / 2);
    return new NetworkSpec(image, List.of(layer));
  }

  @Test
  void itIsTakenForSmallPicturesWithAmx() {
    assumeTrue(onednn.instructions().hasAmx(), "no AMX in this processor");
    assertEquals(1, taken(Precision.BF16, Layout.NHWC, 4));
    assertEquals(0, taken(Precision.BF16, Layout.NHWC, 8));
  }

  @Test
  void itIsTakenForPicturesUpTo8PixelsWithAvx2() {
    assumeTrue(onednn.instructions().endsAtAvx2(), "AVX2 is not the best of this processor");
    isTakenUpTo8Pixels(Precision.F32, Layout.NHWC);
  }

  @Test
  void itIsTakenForPicturesUpTo8PixelsInBfloat16WithAvx512() {
    assumeTrue(
        onednn.instructions().hasBf16() && !onednn.instructions().hasAmx(),
        "not AVX512-BF16, or AMX as well");
    isTakenUpTo8Pixels(Precision.BF16, Layout.BLOCKED);
    assertEquals(0, taken(Precision.BF16, Layout.NHWC, 4));
    assertEquals(0, taken(Precision.F32, Layout.BLOCKED, 4));
  }

  private static void isTakenUpTo8Pixels(Precision precision, Layout layout) {
    assertEquals(1, taken(precision, layout, 4));
    assertEquals(2, taken(precision, layout, 8)); // pieces of 32 and 8 images
    assertEquals(0, taken(precision, layout, 9));
  }

  private static long taken(Precision precision, Layout layout, int size) {
    ProgramOptions options = ProgramOptions.of(precision).withLayout(layout);
    NetworkSpec spec = network(new Shape(32, size, size), 256, 1);
    try (TrainingProgram program = TrainingProgram.create(onednn, spec, 40, options)) {
      return program.describe().stream().filter(s -> s.contains("transposed, ")).count();
    }
  }
}
