package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import java.util.Arrays;
import org.bytedeco.dnnl.global.dnnl;

/**
 * How fast the processor computes at best: a large matrix product, which reads each number often
 * enough that memory does not slow it down.
 */
public final class ArithmeticPeak {

  /** Rows and columns of the three matrices. */
  private static final int SIDE = 2048;

  private static final int LEAST_RUNS = 3;
  private static final double SECONDS = 0.5;

  /** 1.0 in bfloat16, twice; as float32 it is a little more than 1. */
  private static final int TWO_ONES = 0x3f803f80;

  private ArithmeticPeak() {}

  /**
   * Measures it with oneDNN's threads.
   *
   * @return operations a second, a multiplication and an addition counted as two; the best run of
   *     half a second
   * @throws EngineException if the precision is not supported here or memory is short
   */
  public static double measure(Onednn onednn, Precision precision) {
    try (Recipe recipe = new Recipe(onednn, 1, ProgramOptions.of(precision));
        Program program = product(recipe)) {
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
      return 2.0 * SIDE * SIDE * SIDE / best;
    }
  }

  private static Program product(Recipe recipe) {
    Descriptor any = recipe.anyLayout(recipe.precision(), SIDE, SIDE);
    PrimitiveDescription product =
        recipe.describe(
            "product of two matrices of %d x %d".formatted(SIDE, SIDE),
            Attributes.plain(),
            (handle, attributes) ->
                dnnl.dnnl_matmul_primitive_desc_create(
                    handle,
                    recipe.onednn().engine(),
                    any.handle(),
                    any.handle(),
                    null,
                    any.handle(),
                    attributes.handle()));
    recipe.add(
        Phase.LINEAR,
        product,
        new Argument(dnnl.DNNL_ARG_SRC, recipe.value(product.source())),
        new Argument(dnnl.DNNL_ARG_WEIGHTS, recipe.value(product.weights())),
        new Argument(dnnl.DNNL_ARG_DST, recipe.value(product.destination())));
    return new Program(recipe, product.what());
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
