package arcface4j.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network's forward and backward pass for one batch size.
 *
 * <p>Everything is made once, by {@link #create}; a step takes no memory outside of Java's heap.
 * Parameters and gradients lie in memory of the caller, given by {@link #bind}. Another batch size,
 * such as the last short one, is another program over the same parameters. Methods may be called
 * from any thread, one at a time.
 */
public final class TrainingProgram extends NetworkProgram {

  private final NetworkSpec spec;
  private final Recipe recipe;
  private final Bindings bindings;
  private final Map<String, NormKernel> norms = new LinkedHashMap<>();
  private final Map<String, Value> outputs = new HashMap<>();
  private final Value images;
  private final Value features;
  private Value featureGradient;
  private Value imageGradient;
  private int backwardBegins;
  private int imageGradientBegins;
  private final Program program;
  private boolean bound;
  private boolean forwardDone;

  /**
   * Makes the program.
   *
   * @param batch images in a batch, N
   * @throws EngineException if the precision is not supported here or memory is short
   * @throws IllegalArgumentException if a batch norm would see one number per channel
   */
  public static TrainingProgram create(
      Onednn onednn, NetworkSpec spec, int batch, ProgramOptions options) {
    Recipe recipe = new Recipe(onednn, batch, options, spec.narrowest());
    try {
      return new TrainingProgram(spec, recipe);
    } catch (RuntimeException | Error e) {
      recipe.close();
      throw e;
    }
  }

  private TrainingProgram(NetworkSpec spec, Recipe recipe) {
    super(recipe.batch());
    this.spec = spec;
    this.recipe = recipe;
    bindings = new Bindings(recipe);
    images = recipe.value(recipe.plain(spec.input().batched(batch())), Value.Owner.BORDER);
    Map<LayerSpec, Kernel> kernels = new LinkedHashMap<>();
    outputs.put(NetworkSpec.IMAGES, ImageLayout.into(recipe, spec, images));
    spec.layers().forEach(layer -> kernels.put(layer, addForward(layer)));
    features = FeatureLayout.outOf(recipe, spec, outputs.get(spec.last().name()));
    backwardBegins = recipe.mark();
    addBackward(kernels);
    program =
        new Program(
            recipe,
            "training of a network of %d layers over %d images of %s in %s"
                .formatted(spec.layers().size(), batch(), spec.input(), recipe.precision()));
  }

  private Kernel addForward(LayerSpec layer) {
    Kernel kernel = kernel(layer);
    outputs.put(layer.name(), kernel.forward(layer.inputs().stream().map(outputs::get).toList()));
    return kernel;
  }

  private Kernel kernel(LayerSpec layer) {
    String input = layer.inputs().get(0);
    Shape shape = spec.shape(input);
    Descriptor source = outputs.get(input).descriptor();
    if (layer instanceof LayerSpec.Convolution convolution) {
      return new ConvolutionKernel(recipe, convolution, shape, source, bindings);
    }
    if (layer instanceof LayerSpec.Norm norm) {
      return normKernel(norm, shape);
    }
    if (layer instanceof LayerSpec.AddRelu add) {
      return new AddReluKernel(recipe, add);
    }
    if (layer instanceof LayerSpec.Gelu gelu) {
      return new GeluKernel(recipe, gelu, source);
    }
    if (layer instanceof LayerSpec.MaxPool pool) {
      return new PoolKernel(recipe, input, PoolShape.largest(recipe, pool, shape, source));
    }
    if (layer instanceof LayerSpec.GlobalPool pool) {
      return new PoolKernel(recipe, input, PoolShape.average(recipe, pool, shape, source));
    }
    return new LinearKernel(recipe, (LayerSpec.Linear) layer, shape.channels(), source, bindings);
  }

  private NormKernel normKernel(LayerSpec.Norm norm, Shape shape) {
    if (numbersPerChannel(shape) < 2) {
      throw new IllegalArgumentException(
          "batch norm %s needs more than one number per channel; it has batch %d of %s"
              .formatted(norm.name(), batch(), shape));
    }
    NormKernel kernel = new NormKernel(recipe, norm, shape.channels(), bindings);
    norms.put(norm.name(), kernel);
    return kernel;
  }

  private long numbersPerChannel(Shape shape) {
    return (long) batch() * shape.height() * shape.width();
  }

  private void addBackward(Map<LayerSpec, Kernel> kernels) {
    Gradients gradients = new Gradients(recipe, recipe.options().imageGradient());
    featureGradient = recipe.value(features.descriptor(), Value.Owner.BORDER);
    Value last = outputs.get(spec.last().name());
    gradients.add(spec.last().name(), Reorder.into(recipe, featureGradient, last.descriptor()));
    List<LayerSpec> layers = List.copyOf(kernels.keySet());
    for (int i = layers.size() - 1; i >= 0; i--) {
      LayerSpec layer = layers.get(i);
      kernels.get(layer).backward(gradients.get(layer.name()), gradients);
    }
    imageGradientBegins = recipe.mark();
    if (recipe.options().imageGradient()) {
      imageGradient = recipe.value(images.descriptor(), Value.Owner.BORDER);
      Reorder.add(recipe, gradients.get(NetworkSpec.IMAGES), imageGradient);
    }
  }

  /**
   * Says where parameters and gradients lie from now on. The memory must stay valid until the next
   * call of this method or {@link #close}.
   *
   * @param parameters all of {@link NetworkSpec#parameters}
   * @param gradients the trainable ones; backward overwrites them
   * @throws IllegalArgumentException if a tensor has another length than the network needs
   */
  public synchronized void bind(ParameterMemory parameters, ParameterMemory gradients) {
    program.requireOpen();
    bindings.bindParameters(parameters);
    bindings.bindGradients(gradients);
    bound = true;
  }

  /**
   * Computes the features of a batch with its own statistics.
   *
   * @param imageAddress of float32 numbers [N, C, H, W]; they stay unchanged until backward is done
   * @param featureAddress of room for float32 numbers [N, D]
   */
  public synchronized void forward(long imageAddress, long featureAddress) {
    program.requireOpen();
    requireBound();
    Border.requireAddress(imageAddress, () -> NetworkSpec.IMAGES);
    Border.requireAddress(featureAddress, () -> "features");
    images.moveTo(imageAddress);
    features.moveTo(featureAddress);
    forwardDone = false; // in case it fails in its middle
    program.run(0, backwardBegins);
    forwardDone = true;
  }

  private void requireBound() {
    if (!bound) {
      throw new IllegalStateException("the program has no parameters; call bind before forward");
    }
  }

  /**
   * Computes the gradients of all trainable parameters for the last {@link #forward}, once: it
   * takes the memory of the activations.
   *
   * @param featureGradientAddress of the loss's gradient in the features, float32 [N, D]
   */
  public synchronized void backward(long featureGradientAddress) {
    backward(featureGradientAddress, imageGradientBegins);
  }

  /**
   * The same, and the gradient in the images, for a program made with {@link
   * ProgramOptions#withImageGradient}.
   *
   * @param imageGradientAddress of room for float32 numbers [N, C, H, W]
   */
  public synchronized void backward(long featureGradientAddress, long imageGradientAddress) {
    if (imageGradient == null) {
      throw new IllegalStateException(
          "the program computes no gradient of the images; make it with withImageGradient");
    }
    Border.requireAddress(imageGradientAddress, () -> "the gradient of the images");
    imageGradient.moveTo(imageGradientAddress);
    backward(featureGradientAddress, recipe.mark());
  }

  private void backward(long featureGradientAddress, int end) {
    program.requireOpen();
    if (!forwardDone) {
      throw new IllegalStateException("backward needs a forward before it, each time");
    }
    Border.requireAddress(featureGradientAddress, () -> "the gradient of the features");
    featureGradient.moveTo(featureGradientAddress);
    forwardDone = false;
    program.run(backwardBegins, end);
  }

  /**
   * The last batch's statistics of one batch norm.
   *
   * @param mean takes the mean [C]
   * @param variance takes the variance [C], unbiased: the sum of squares over N H W - 1
   */
  public synchronized void statistics(String norm, float[] mean, float[] variance) {
    program.requireOpen();
    NormKernel kernel = norms.get(norm);
    if (kernel == null) {
      throw new IllegalArgumentException("no batch norm " + norm + "; there are " + norms.keySet());
    }
    int channels = spec.shape(norm).channels();
    NativeAddress.floats(kernel.mean().address(), channels).get(mean, 0, channels);
    NativeAddress.floats(kernel.variance().address(), channels).get(variance, 0, channels);
    float unbiased = unbiased(norm);
    for (int c = 0; c < channels; c++) {
      variance[c] *= unbiased;
    }
  }

  private float unbiased(String norm) {
    double numbers = numbersPerChannel(spec.shape(norm));
    return (float) (numbers / (numbers - 1));
  }

  @Override
  Program program() {
    return program;
  }
}
