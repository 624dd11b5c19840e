package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.global.dnnl;

/**
 * The weight gradient of a convolution, computed as a forward convolution with images and channels
 * exchanged.
 *
 * <p>dW[k, c, r, s] = sum over n, y, x of dy[n, k, y, x] x[n, c, y stride + r - p, x stride + s -
 * p] is a convolution of x seen as C pictures of N channels with dy seen as K kernels of N channels
 * and size H' W', dilated by the stride; its result has R rows and columns. oneDNN's own weight
 * gradient loads and stores all K C R R sums once per image, which for 4x4 outputs takes three
 * times as long.
 *
 * <p>The forward kernel reads all of dy once per picture and row, so dy is cut along N into pieces
 * that stay in the cache; each piece adds to the sum of those before it.
 */
final class TransposedWeightGradient {

  private static final int SMALLEST_BATCH = 16;
  private static final int FEWEST_CHANNELS = 16;

  private static final int MOST_PIECES = 128;

  /**
   * Where this way is the faster one; measured, docs/performance.md.
   *
   * @param largestOutput H' W'
   * @param pieceNumbers the most numbers of dy in one piece
   * @param pieceImages a piece has a multiple of these images, which are the kernel's channels
   */
  private record Range(int largestOutput, long pieceNumbers, int pieceImages) {

    private static final Range NOWHERE = new Range(0, 0, 1);
    private static final Range F32_AVX2 = new Range(8 * 8, 1 << 19, 8);
    private static final Range BF16_AVX512 = new Range(8 * 8, 1 << 19, 16);
    private static final Range BF16_AMX = new Range(4 * 4, Long.MAX_VALUE, 16);

    static Range of(Recipe recipe) {
      if (recipe.batch() < SMALLEST_BATCH) {
        return NOWHERE;
      }
      InstructionSet instructions = recipe.onednn().instructions();
      if (recipe.precision() == Precision.F32) {
        return instructions.endsAtAvx2() ? in(recipe, Layout.NHWC, F32_AVX2) : NOWHERE;
      }
      return instructions.hasAmx()
          ? in(recipe, Layout.NHWC, BF16_AMX)
          : in(recipe, Layout.BLOCKED, BF16_AVX512);
    }

    private static Range in(Recipe recipe, Layout layout, Range range) {
      return recipe.layout() == layout ? range : NOWHERE;
    }
  }

  private final Recipe recipe;
  private final LayerSpec.Convolution spec;
  private final Shape in;
  private final Shape out;
  private final Range range;
  private final Map<Piece, PrimitiveDescription> descriptions = new HashMap<>();

  /**
   * Some images of the batch.
   *
   * @param images how many
   * @param adds whether others came before
   */
  private record Piece(int images, boolean adds) {}

  TransposedWeightGradient(Recipe recipe, LayerSpec.Convolution spec, Shape in) {
    this.recipe = recipe;
    this.spec = spec;
    this.in = in;
    out = spec.output(List.of(in));
    range = Range.of(recipe);
  }

  /** Whether this way can be taken for these values and is the faster one. */
  boolean isFaster(Value input, Value gradient) {
    return spec.kernel() > 1
        && in.channels() >= FEWEST_CHANNELS
        && out.height() * out.width() <= range.largestOutput
        && farPadding(in.height(), out.height()) >= 0
        && farPadding(in.width(), out.width()) >= 0
        && input.inArena() // a view does not follow memory of the caller
        && gradient.inArena();
  }

  // Padding behind the picture that leaves R positions for a kernel of the output's size.
  private long farPadding(int size, int outputSize) {
    int reach = (outputSize - 1) * spec.stride() + 1;
    return (long) spec.kernel() - 1 - (size + spec.padding() - reach);
  }

  /** Adds the steps. */
  void add(Value input, Value gradient, Bindings bindings) {
    int piece = imagesOfPiece();
    Value result = recipe.value(resultDescriptor());
    for (int first = 0; first < recipe.batch(); first += piece) {
      addPiece(first, Math.min(piece, recipe.batch() - first), input, gradient, result);
    }
    Reorder.add(recipe, result, target(bindings));
  }

  private int imagesOfPiece() {
    long fitting = Math.max(range.pieceNumbers / out.length(), recipe.batch() / MOST_PIECES);
    long whole = Math.max(1, fitting / range.pieceImages) * range.pieceImages;
    return (int) Math.min(recipe.batch(), whole);
  }

  private void addPiece(int first, int images, Value input, Value gradient, Value result) {
    PrimitiveDescription description =
        descriptions.computeIfAbsent(new Piece(images, first > 0), this::describe);
    recipe.add(
        Phase.CONVOLUTION_WEIGHTS,
        description,
        new Argument(dnnl.DNNL_ARG_SRC, exchanged(input, in, first, images, description.source())),
        new Argument(
            dnnl.DNNL_ARG_WEIGHTS, exchanged(gradient, out, first, images, description.weights())),
        new Argument(dnnl.DNNL_ARG_DST, result));
  }

  // Images of [N, C, H, W] seen as [C, N, H, W], then in the layout that the kernel wants.
  private Value exchanged(Value value, Shape shape, int first, int images, Descriptor wanted) {
    Descriptor part = activation(shape.batched(images));
    Descriptor seen = recipe.exchanged(part);
    Value copy = recipe.value(wanted);
    long offset = first * (part.bytes() / images); // blocks of channels are padded
    Reorder.add(recipe, Phase.TRANSPOSE, recipe.view(value, seen, offset), copy);
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

  private Descriptor resultDescriptor() {
    return recipe.inLayout(
        Precision.F32, in.channels(), spec.channels(), spec.kernel(), spec.kernel());
  }

  private Descriptor activation(long... dimensions) {
    return recipe.inLayout(recipe.precision(), dimensions);
  }

  private PrimitiveDescription describe(Piece piece) {
    Shape exchangedIn = new Shape(piece.images, in.height(), in.width());
    return recipe.describe(
        "convolution %s backward weights, transposed, %d images of %s to %s"
            .formatted(spec.name(), piece.images, in, out),
        piece.adds ? Attributes.after(true, null) : Attributes.plain(),
        (handle, attributes) ->
            dnnl.dnnl_convolution_forward_primitive_desc_create(
                handle,
                recipe.onednn().engine(),
                dnnl.dnnl_forward_inference,
                dnnl.dnnl_convolution_direct,
                activation(exchangedIn.batched(in.channels())).handle(),
                recipe
                    .anyLayout(
                        recipe.precision(),
                        spec.channels(),
                        piece.images,
                        out.height(),
                        out.width())
                    .handle(),
                null,
                resultDescriptor().handle(),
                new long[] {1, 1},
                new long[] {spec.stride() - 1, spec.stride() - 1},
                new long[] {spec.padding(), spec.padding()},
                new long[] {
                  farPadding(in.height(), out.height()), farPadding(in.width(), out.width())
                },
                attributes.handle()));
  }
}
