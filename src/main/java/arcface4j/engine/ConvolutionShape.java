package arcface4j.engine;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;

/** A convolution's operation on given shapes: oneDNN's descriptions of its three directions. */
final class ConvolutionShape {

  /** From this width on blocks are worth two reorders. */
  private static final int BLOCKED_CHANNELS = 64;

  private final Recipe recipe;
  private final LayerSpec.Convolution spec;
  private final Shape input;
  private final Descriptor source;
  private final Descriptor destination;
  private final long[] weightShape;
  private final long[] stride;
  private final long[] padding;
  private final long[] dilation = {0, 0};

  ConvolutionShape(Recipe recipe, LayerSpec.Convolution spec, Shape input, Descriptor source) {
    this(recipe, spec, input, source, recipe.layout());
  }

  private ConvolutionShape(
      Recipe recipe, LayerSpec.Convolution spec, Shape input, Descriptor source, Layout layout) {
    this.recipe = recipe;
    this.spec = spec;
    this.input = input;
    this.source = source;
    destination = recipe.activation(spec.output(List.of(input)), layout);
    weightShape = new long[] {spec.channels(), input.channels(), spec.kernel(), spec.kernel()};
    stride = new long[] {spec.stride(), spec.stride()};
    padding = new long[] {spec.padding(), spec.padding()};
  }

  /** The same convolution in the layout in which its weight gradient is fastest. */
  ConvolutionShape forWeightGradient() {
    if (isFasterInBlocks()) {
      return in(Layout.BLOCKED);
    }
    return isUnknownInBlocks() ? in(Layout.NHWC) : this;
  }

  private ConvolutionShape in(Layout layout) {
    return new ConvolutionShape(recipe, spec, input, recipe.activation(input, layout), layout);
  }

  // AVX2's kernel takes up to a quarter less time where wide activations lie in blocks, and the two
  // reorders take a tenth of that (docs/performance.md).
  private boolean isFasterInBlocks() {
    return recipe.layout() == Layout.NHWC
        && recipe.precision() == Precision.F32
        && recipe.onednn().instructions().endsAtAvx2()
        && spec.kernel() > 1
        && Math.min(input.channels(), spec.channels()) >= BLOCKED_CHANNELS;
  }

  // In bfloat16 oneDNN reads images that are not in blocks for whole blocks of the output's
  // channels; for others it has its reference code, which takes a thousand times as long.
  private boolean isUnknownInBlocks() {
    return recipe.layout() == Layout.BLOCKED
        && recipe.precision() == Precision.BF16
        && spec.channels() % Layout.BLOCK != 0
        && !source.sameAs(recipe.activation(input));
  }

  /** Shape [K, C, R, R]. */
  long[] weightShape() {
    return weightShape;
  }

  Descriptor source() {
    return source;
  }

  Descriptor destination() {
    return destination;
  }

  /** For training: y = W * x, nothing behind it. */
  PrimitiveDescription forward() {
    return forward(dnnl.dnnl_forward_training, null, Attributes.plain());
  }

  /** For inference: y = W * x + b, with the attributes' operations behind it. */
  PrimitiveDescription inference(Descriptor bias, Attributes attributes) {
    return forward(dnnl.dnnl_forward_inference, bias, attributes);
  }

  private PrimitiveDescription forward(int kind, Descriptor bias, Attributes behind) {
    return recipe.describe(
        what("forward"),
        behind,
        (handle, attributes) ->
            dnnl.dnnl_convolution_forward_primitive_desc_create(
                handle,
                recipe.onednn().engine(),
                kind,
                dnnl.dnnl_convolution_direct,
                source.handle(),
                recipe.anyLayout(recipe.precision(), weightShape).handle(),
                bias == null ? null : bias.handle(),
                destination.handle(),
                stride,
                dilation,
                padding,
                padding,
                attributes.handle()));
  }

  PrimitiveDescription backwardData(PrimitiveDescription forward) {
    return recipe.describe(
        what("backward data"),
        Attributes.plain(),
        (handle, attributes) ->
            dnnl.dnnl_convolution_backward_data_primitive_desc_create(
                handle,
                recipe.onednn().engine(),
                dnnl.dnnl_convolution_direct,
                source.handle(),
                recipe.anyLayout(recipe.precision(), weightShape).handle(),
                destination.handle(),
                stride,
                dilation,
                padding,
                padding,
                forward.handle(),
                attributes.handle()));
  }

  PrimitiveDescription backwardWeights(PrimitiveDescription forward) {
    PrimitiveDescription first = firstBackwardWeights(forward);
    if (!skipsPixelsOfPartOfARegister()) {
      return first;
    }
    // oneDNN 3.13 gives wrong weight gradients there: in float32 in most runs with more than one
    // thread, in bfloat16 always where channels lie last.
    if (recipe.precision() == Precision.F32) {
      return first.without("jit_1x1");
    }
    return recipe.layout() == Layout.NHWC ? first.without("jit_bf16_1x1") : first;
  }

  private boolean skipsPixelsOfPartOfARegister() {
    return spec.kernel() == 1 && spec.stride() > 1 && weightShape[1] % Layout.BLOCK != 0;
  }

  private PrimitiveDescription firstBackwardWeights(PrimitiveDescription forward) {
    return recipe.describe(
        what("backward weights"),
        Attributes.plain(),
        (handle, attributes) ->
            dnnl.dnnl_convolution_backward_weights_primitive_desc_create(
                handle,
                recipe.onednn().engine(),
                dnnl.dnnl_convolution_direct,
                source.handle(),
                recipe.anyLayout(Precision.F32, weightShape).handle(),
                null,
                destination.handle(),
                stride,
                dilation,
                padding,
                padding,
                forward.handle(),
                attributes.handle()));
  }

  private String what(String direction) {
    return "convolution %s %s, weights %s, stride %d, padding %d"
        .formatted(
            spec.name(), direction, Arrays.toString(weightShape), spec.stride(), spec.padding());
  }
}
