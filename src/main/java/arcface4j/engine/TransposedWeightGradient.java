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

  /** A piece has a multiple of these images: float32 numbers in one register of AVX2. */
  private static final int PIECE_IMAGES = 8;

  private static final int MOST_PIECES = 128;

  /**
   * Where this way is the faster one; measured, docs/performance.md.
   *
   * @param largestOutput H' W'
   * @param pieceNumbers the most numbers of dy in one piece
   */
  private record Range(int largestOutput, long pieceNumbers) {

    private static final Range NOWHERE = new Range(0, 0);
    private static final Range BF16_AMX = new Range(4 * 4, Long.MAX_VALUE);
    private static final Range F32_AVX2 = new Range(8 * 8, 1 << 19);

    static Range of(Recipe recipe) {
      InstructionSet instructions = recipe.onednn().instructions();
      if (recipe.layout() != Layout.NHWC || recipe.batch() < SMALLEST_BATCH) {
        return NOWHERE;
      }
      if (recipe.precision() == Precision.BF16) {
        return instructions.hasAmx() ? BF16_AMX : NOWHERE;
      }
      return instructions.endsAtAvx2() ? F32_AVX2 : NOWHERE;
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
    long whole = Math.max(1, fitting / PIECE_IMAGES) * PIECE_IMAGES;
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

  // Images of [N, C, H, W] in NHWC seen as [C, N, H, W], then in the layout that the kernel wants.
  private Value exchanged(Value value, Shape shape, int first, int images, Descriptor wanted) {
    long channels = shape.channels();
    long row = channels * shape.width();
    Descriptor seen =
        recipe.strided(
            recipe.precision(),
            new long[] {channels, images, shape.height(), shape.width()},
            new long[] {1, row * shape.height(), row, channels});
    Value copy = recipe.value(wanted);
    long offset = first * shape.length() * recipe.precision().bytes();
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
    return recipe.tagged(
        Precision.F32,
        dnnl.dnnl_nhwc,
        in.channels(),
        spec.channels(),
        spec.kernel(),
        spec.kernel());
  }

  private PrimitiveDescription describe(Piece piece) {
    Shape exchangedIn = new Shape(piece.images, in.height(), in.width());
    return recipe.describe(
        "convolution %s backward weights, transposed, %d images of %s to %s"
            .formatted(spec.name(), piece.images, in, out),
        piece.adds ? Attributes.after(true, false) : Attributes.plain(),
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
