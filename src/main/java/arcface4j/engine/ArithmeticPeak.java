package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;

/**
 * How fast the processor computes at best: the faster one of a large matrix product and a
 * convolution, both of which read each number often enough that memory does not slow them down.
 * Which one it is depends on the processor: oneDNN's product of large matrices is a third slower
 * than its convolution on AVX2.
 */
public final class ArithmeticPeak {

  /** Rows and columns of the three matrices. */
  private static final int SIDE = 2048;

  private static final int IMAGES = 32;
  private static final Shape PICTURE = new Shape(256, 8, 8);
  private static final LayerSpec.Convolution CONVOLUTION =
      new LayerSpec.Convolution("peak", NetworkSpec.IMAGES, PICTURE.channels(), 3, 1, 1);

  private static final int LEAST_RUNS = 3;
  private static final double SECONDS = 0.5;

  /** 1.0 in bfloat16, twice; as float32 it is a little more than 1. */
  private static final int TWO_ONES = 0x3f803f80;

  private ArithmeticPeak() {}

  /**
   * Measures it with oneDNN's threads.
   *
   * @return operations a second, a multiplication and an addition counted as two; the best run of
   *     half a second for each of the two
   * @throws EngineException if the precision is not supported here or memory is short
   */
  public static double measure(Onednn onednn, Precision precision) {
    return Math.max(product(onednn, precision), convolution(onednn, precision));
  }

  private static double product(Onednn onednn, Precision precision) {
    try (Recipe recipe = new Recipe(onednn, 1, ProgramOptions.of(precision))) {
      Descriptor any = recipe.anyLayout(precision, SIDE, SIDE);
      PrimitiveDescription product =
          recipe.describe(
              "product of two matrices of %d x %d".formatted(SIDE, SIDE),
              Attributes.plain(),
              (handle, attributes) ->
                  dnnl.dnnl_matmul_primitive_desc_create(
                      handle,
                      onednn.engine(),
                      any.handle(),
                      any.handle(),
                      null,
                      any.handle(),
                      attributes.handle()));
      return 2.0 * SIDE * SIDE * SIDE / bestSeconds(recipe, Phase.LINEAR, product);
    }
  }

  private static double convolution(Onednn onednn, Precision precision) {
    try (Recipe recipe = new Recipe(onednn, IMAGES, ProgramOptions.of(precision))) {
      ConvolutionShape shape =
          new ConvolutionShape(recipe, CONVOLUTION, PICTURE, recipe.activation(PICTURE));
      NetworkSpec network = new NetworkSpec(PICTURE, List.of(CONVOLUTION));
      double operations = IMAGES * Operations.of(network).forward();
      return operations / bestSeconds(recipe, Phase.CONVOLUTION_FORWARD, shape.forward());
    }
  }

  private static double bestSeconds(Recipe recipe, Phase phase, PrimitiveDescription work) {
    recipe.add(
        phase,
        work,
        new Argument(dnnl.DNNL_ARG_SRC, recipe.value(work.source())),
        new Argument(dnnl.DNNL_ARG_WEIGHTS, recipe.value(work.weights())),
        new Argument(dnnl.DNNL_ARG_DST, recipe.value(work.destination())));
    try (Program program = new Program(recipe, work.what())) {
      recipe.values().forEach(ArithmeticPeak::fill);
      double best = Double.POSITIVE_INFINITY;
      double all = 0;
      for (int run = 0; run < LEAST_RUNS || all < SECONDS; run++) {
        long start = System.nanoTime();
        program.run(0, recipe.mark());
        double seconds = (System.nanoTime() - start) / 1e9;
        best = Math.min(best, seconds);
        all += seconds;
      }
      return best;
    }
  }

  /** Memory that was never written is one page of zeros, which would be read from the cache. */
  private static void fill(Value value) {
    if (value.used()) {
      float[] ones = new float[Math.toIntExact(value.descriptor().bytes() / Float.BYTES)];
      Arrays.fill(ones, Float.intBitsToFloat(TWO_ONES));
      NativeAddress.floats(value.address(), ones.length).put(ones);
    }
  }
}
