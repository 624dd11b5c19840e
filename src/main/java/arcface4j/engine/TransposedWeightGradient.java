package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;

/**
 * The weight gradient of a convolution over small pictures, computed as a forward convolution with
 * images and channels exchanged.
 *
 * <p>dW[k, c, r, s] = sum over n, y, x of dy[n, k, y, x] x[n, c, y stride + r - p, x stride + s -
 * p] is a convolution of x seen as C pictures of N channels with dy seen as K kernels of N channels
 * and size H' W', dilated by the stride; its result has R rows and columns. oneDNN's own weight
 * gradient loads and stores all K C R R sums once per image, which for 4x4 outputs takes three
 * times as long.
 */
final class TransposedWeightGradient {

  private static final int LARGEST_OUTPUT = 16;
  private static final int SMALLEST_BATCH = 16;

  private final Recipe recipe;
  private final LayerSpec.Convolution spec;
  private final Shape in;
  private final Shape out;

  TransposedWeightGradient(Recipe recipe, LayerSpec.Convolution spec, Shape in) {
    this.recipe = recipe;
    this.spec = spec;
    this.in = in;
    out = spec.output(List.of(in));
  }

  /** Whether this way is the faster one; measured with AMX, docs/performance.md. */
  static boolean isFaster(Recipe recipe, LayerSpec.Convolution spec, Shape in) {
    TransposedWeightGradient way = new TransposedWeightGradient(recipe, spec, in);
    return recipe.precision() == Precision.BF16
        && recipe.layout() == Layout.NHWC
        && recipe.onednn().instructions().hasAmx()
        && recipe.batch() >= SMALLEST_BATCH
        && spec.kernel() > 1
        && way.out.height() * way.out.width() <= LARGEST_OUTPUT
        && way.farPadding(in.height(), way.out.height()) >= 0
        && way.farPadding(in.width(), way.out.width()) >= 0;
  }

  // Padding behind the picture that leaves R positions for a kernel of the output's size.
  private long farPadding(int size, int outputSize) {
    int reach = (outputSize - 1) * spec.stride() + 1;
    return (long) spec.kernel() - 1 - (size + spec.padding() - reach);
  }

  /** Adds the steps. */
  void add(Value input, Value gradient, Bindings bindings) {
    PrimitiveDescription description = describe();
    Value result = recipe.value(description.destination());
    recipe.add(
        Phase.CONVOLUTION_WEIGHTS,
        description,
        new Argument(dnnl.DNNL_ARG_SRC, exchanged(input, in, description.source())),
        new Argument(dnnl.DNNL_ARG_WEIGHTS, exchanged(gradient, out, description.weights())),
        new Argument(dnnl.DNNL_ARG_DST, result));
    Reorder.add(recipe, result, target(bindings));
  }

  // [N, C, H, W] in NHWC seen as [C, N, H, W], then in the layout that the kernel wants.
  private Value exchanged(Value value, Shape shape, Descriptor wanted) {
    long channels = shape.channels();
    long row = channels * shape.width();
    Descriptor seen =
        recipe.strided(
            recipe.precision(),
            new long[] {channels, recipe.batch(), shape.height(), shape.width()},
            new long[] {1, row * shape.height(), row, channels});
    Value copy = recipe.value(wanted);
    Reorder.add(recipe, Phase.TRANSPOSE, recipe.view(value, seen), copy);
    return copy;
  }

  // The caller's [K, C, R, R] seen as [C, K, R, R].
  private Value target(Bindings bindings) {
    long kernel = spec.kernel();
    long area = kernel * kernel;
    Descriptor seen =
        recipe.strided(
            Precision.F32,
            new long[] {in.channels(), spec.channels(), kernel, kernel},
            new long[] {area, in.channels() * area, kernel, 1});
    return bindings.gradient(spec.name() + ".weight", seen, in.channels() * spec.channels() * area);
  }

  private PrimitiveDescription describe() {
    long batch = recipe.batch();
    Shape exchangedIn = new Shape(recipe.batch(), in.height(), in.width());
    return recipe.describe(
        "convolution " + spec.name() + " backward weights, transposed, " + in + " to " + out,
        Attributes.plain(),
        (handle, attributes) ->
            dnnl.dnnl_convolution_forward_primitive_desc_create(
                handle,
                recipe.onednn().engine(),
                dnnl.dnnl_forward_inference,
                dnnl.dnnl_convolution_direct,
                recipe
                    .tagged(recipe.precision(), dnnl.dnnl_nhwc, exchangedIn.batched(in.channels()))
                    .handle(),
                recipe
                    .anyLayout(
                        recipe.precision(), spec.channels(), batch, out.height(), out.width())
                    .handle(),
                null,
                recipe
                    .tagged(
                        Precision.F32,
                        dnnl.dnnl_nhwc,
                        in.channels(),
                        spec.channels(),
                        spec.kernel(),
                        spec.kernel())
                    .handle(),
                new long[] {1, 1},
                new long[] {spec.stride() - 1, spec.stride() - 1},
                new long[] {spec.padding(), spec.padding()},
                new long[] {
                  farPadding(in.height(), out.height()), farPadding(in.width(), out.width())
                },
                attributes.handle()));
  }
}
