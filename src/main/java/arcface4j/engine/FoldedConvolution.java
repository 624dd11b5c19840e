package arcface4j.engine;

import arcface4j.engine.Step.Argument;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;

/**
 * A convolution for inference with the batch norm behind it folded in: W' = W s and b' = shift -
 * mean s with s = scale / sqrt(variance + epsilon) for each output channel.
 *
 * <p>The constructor adds the steps that load the weights, {@link #forward} the one that runs.
 */
final class FoldedConvolution {

  private final Recipe recipe;
  private final FusionPlan.Fused fused;
  private final Bindings bindings;
  private final ConvolutionShape shape;
  private final PrimitiveDescription description;
  private final Value bias;
  private final Value weights;

  FoldedConvolution(
      Recipe recipe, FusionPlan.Fused fused, Shape input, Descriptor source, Bindings bindings) {
    this.recipe = recipe;
    this.fused = fused;
    this.bindings = bindings;
    shape = new ConvolutionShape(recipe, fused.convolution(), input, source);
    Descriptor biasShape = recipe.plain(channels());
    bias = recipe.value(biasShape, Value.Owner.ARENA_FOR_EVER);
    description =
        shape.inference(
            fused.norm() == null ? null : biasShape,
            Attributes.after(fused.overwritten() != null, fused.activation()));
    weights = recipe.value(description.weights(), Value.Owner.ARENA_FOR_EVER);
    Value master = bindings.parameter(fused.convolution().name() + ".weight", shape.weightShape());
    Reorder.add(recipe, fused.norm() == null ? master : addFolding(master), weights);
  }

  private int channels() {
    return fused.convolution().channels();
  }

  private Value addFolding(Value master) {
    Value folded = recipe.value(recipe.plain(shape.weightShape()));
    Value scale = norm(".weight");
    Value shift = norm(".bias");
    Value mean = norm(".running_mean");
    Value variance = norm(".running_var");
    recipe.addJava(
        Phase.REORDER_WEIGHTS,
        () -> {
          float[] scales = scales(read(scale), read(variance));
          foldWeights(master, scales, folded);
          foldBias(read(shift), read(mean), scales);
        },
        folded,
        bias);
    return folded;
  }

  private Value norm(String parameter) {
    return bindings.parameter(fused.norm().name() + parameter, channels());
  }

  private float[] read(Value value) {
    float[] numbers = new float[channels()];
    NativeAddress.floats(value.address(), numbers.length).get(numbers);
    return numbers;
  }

  private float[] scales(float[] scale, float[] variance) {
    for (int k = 0; k < scale.length; k++) {
      scale[k] /= (float) Math.sqrt((double) variance[k] + fused.norm().epsilon());
    }
    return scale;
  }

  private void foldWeights(Value master, float[] scales, Value folded) {
    long length = master.descriptor().bytes() / Float.BYTES;
    FloatBuffer from = NativeAddress.floats(master.address(), length);
    FloatBuffer to = NativeAddress.floats(folded.address(), length);
    float[] row = new float[Math.toIntExact(length / channels())];
    for (float scale : scales) {
      from.get(row);
      for (int i = 0; i < row.length; i++) {
        row[i] *= scale;
      }
      to.put(row);
    }
  }

  private void foldBias(float[] shift, float[] mean, float[] scales) {
    FloatBuffer to = NativeAddress.floats(bias.address(), shift.length);
    for (int k = 0; k < shift.length; k++) {
      to.put(k, shift[k] - mean[k] * scales[k]);
    }
  }

  /**
   * Adds the convolution.
   *
   * @param overwritten the value to add to and to write over, or null
   */
  Value forward(Value input, Value overwritten) {
    Value output =
        overwritten == null ? recipe.value(shape.destination()) : recipe.overwrite(overwritten);
    List<Argument> arguments = new ArrayList<>();
    arguments.add(new Argument(dnnl.DNNL_ARG_SRC, input));
    arguments.add(new Argument(dnnl.DNNL_ARG_WEIGHTS, weights));
    arguments.add(new Argument(dnnl.DNNL_ARG_DST, output));
    if (fused.norm() != null) {
      arguments.add(new Argument(dnnl.DNNL_ARG_BIAS, bias));
    }
    recipe.add(Phase.CONVOLUTION_FORWARD, description, arguments.toArray(Argument[]::new));
    return output;
  }
}
