package arcface4j.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;

/**
 * One layer of a training program, whose steps can be run phase by phase. It lives in this package
 * because programs show their whole only.
 */
public final class KernelHarness implements AutoCloseable {

  private final List<AutoCloseable> memory = new ArrayList<>();
  private final Onednn onednn = Onednn.open();
  private final Recipe recipe;
  private final Program program;
  private final int backwardBegins;

  /**
   * Makes the kernel and runs it once.
   *
   * @param layer reads {@link NetworkSpec#IMAGES}
   * @param shape of its input
   * @param batch images, N
   */
  public KernelHarness(LayerSpec layer, Shape shape, int batch, Precision precision) {
    recipe = new Recipe(onednn, batch, ProgramOptions.of(precision));
    NetworkSpec spec = new NetworkSpec(shape, List.of(layer));
    Bindings bindings = new Bindings(recipe);
    Value images = border(recipe.plain(shape.batched(batch)), batch * shape.length());
    Value input = Reorder.into(recipe, images, recipe.activation(shape));
    Kernel kernel = kernel(layer, shape, input.descriptor(), bindings);
    Value output = kernel.forward(layer.inputs().stream().map(name -> input).toList());
    backwardBegins = recipe.mark();
    kernel.backward(gradient(output, spec.output(), batch), new Gradients(recipe, true));
    program = new Program(recipe, "a benchmark of " + layer.name());
    bindings.bindParameters(filled(new NativeParameters(spec), spec));
    bindings.bindGradients(owned(new NativeParameters(spec)));
    program.run(0, recipe.mark());
  }

  /** Of the output, in its form; features lie in the caller's memory as their gradient does. */
  private Value gradient(Value output, Shape shape, int batch) {
    long length = batch * shape.length();
    if (output.owner() == Value.Owner.BORDER) {
      output.moveTo(owned(new NativeFloats(Math.toIntExact(length))).address());
      return border(output.descriptor(), length);
    }
    Value plain = border(recipe.plain(shape.batched(batch)), length);
    return Reorder.into(recipe, plain, output.descriptor());
  }

  private Value border(Descriptor descriptor, long length) {
    Value value = recipe.value(descriptor, Value.Owner.BORDER);
    value.moveTo(owned(NativeFloats.of(gaussians(Math.toIntExact(length)))).address());
    return value;
  }

  private Kernel kernel(LayerSpec layer, Shape shape, Descriptor source, Bindings bindings) {
    if (layer instanceof LayerSpec.Convolution convolution) {
      return new ConvolutionKernel(recipe, convolution, shape, source, bindings);
    }
    if (layer instanceof LayerSpec.Norm norm) {
      return new NormKernel(recipe, norm, shape.channels(), bindings);
    }
    if (layer instanceof LayerSpec.AddRelu add) {
      return new AddReluKernel(recipe, add);
    }
    if (layer instanceof LayerSpec.GlobalPool pool) {
      return new PoolKernel(recipe, pool, shape, source);
    }
    return new LinearKernel(recipe, (LayerSpec.Linear) layer, shape.channels(), source, bindings);
  }

  private NativeParameters filled(NativeParameters parameters, NetworkSpec spec) {
    spec.parameters()
        .forEach(p -> parameters.put(p.name(), gaussians(Math.toIntExact(p.length()))));
    return owned(parameters);
  }

  private static float[] gaussians(int length) {
    Random random = new Random(1);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private <T extends AutoCloseable> T owned(T closeable) {
    memory.add(closeable);
    return closeable;
  }

  /** The forward pass without reorders. */
  public void forward() {
    run(step -> step < backwardBegins && isComputation(step));
  }

  /** The backward pass without reorders. */
  public void backward() {
    run(step -> step >= backwardBegins && isComputation(step));
  }

  /** The steps of one phase, forward and backward. */
  public void phase(Phase phase) {
    run(step -> recipe.steps().get(step).phase() == phase);
  }

  private boolean isComputation(int step) {
    return !recipe.steps().get(step).phase().name().startsWith("REORDER");
  }

  private void run(IntPredicate wanted) {
    for (int step = 0; step < recipe.mark(); step++) {
      if (wanted.test(step)) {
        program.run(step, step + 1);
      }
    }
  }

  @Override
  public void close() throws Exception {
    program.close();
    for (AutoCloseable owned : memory) {
      owned.close();
    }
    onednn.close();
  }
}
