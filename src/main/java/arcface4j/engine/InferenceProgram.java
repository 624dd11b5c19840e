package arcface4j.engine;

/**
 * A network's forward pass for one batch size with running statistics, for evaluation and
 * embedding.
 *
 * <p>A batch norm behind a convolution is folded into its weights and bias; ReLU and the residual
 * sum run inside the convolution. {@link #load} does the folding, so it must be called again when
 * parameters have changed. Methods may be called from any thread, one at a time.
 */
public final class InferenceProgram extends NetworkProgram {

  private final Bindings bindings;
  private final Value images;
  private final Value features;
  private final int forwardBegins;
  private final int forwardEnds;
  private final Program program;
  private boolean loaded;

  /**
   * Makes the program.
   *
   * @param batch images in a batch, N
   * @throws EngineException if the precision is not supported here or memory is short
   */
  public static InferenceProgram create(
      Onednn onednn, NetworkSpec spec, int batch, ProgramOptions options) {
    Recipe recipe = new Recipe(onednn, batch, options, spec.narrowest());
    try {
      return new InferenceProgram(spec, recipe);
    } catch (RuntimeException | Error e) {
      recipe.close();
      throw e;
    }
  }

  private InferenceProgram(NetworkSpec spec, Recipe recipe) {
    super(recipe.batch());
    bindings = new Bindings(recipe);
    InferenceLayers layers = new InferenceLayers(recipe, spec, bindings);
    forwardBegins = recipe.mark();
    images = recipe.value(recipe.plain(spec.input().batched(batch())), Value.Owner.BORDER);
    Value last = layers.forward(ImageLayout.into(recipe, spec, images));
    features = FeatureLayout.outOf(recipe, spec, last);
    forwardEnds = recipe.mark();
    program =
        new Program(
            recipe,
            "inference of a network of %d layers over %d images of %s in %s"
                .formatted(spec.layers().size(), batch(), spec.input(), recipe.precision()));
  }

  /**
   * Takes over the parameters' values: folds the batch norms and brings weights into the kernels'
   * layout. The memory is not read afterwards.
   *
   * @param parameters all of {@link NetworkSpec#parameters}
   * @throws IllegalArgumentException if a tensor has another length than the network needs
   */
  public synchronized void load(ParameterMemory parameters) {
    program.requireOpen();
    bindings.bindParameters(parameters);
    program.run(0, forwardBegins);
    loaded = true;
  }

  /**
   * Computes the features of a batch.
   *
   * @param imageAddress of float32 numbers [N, C, H, W]
   * @param featureAddress of room for float32 numbers [N, D]
   */
  public synchronized void forward(long imageAddress, long featureAddress) {
    program.requireOpen();
    if (!loaded) {
      throw new IllegalStateException("the program has no parameters; call load before forward");
    }
    Border.requireAddress(imageAddress, () -> NetworkSpec.IMAGES);
    Border.requireAddress(featureAddress, () -> "features");
    images.moveTo(imageAddress);
    features.moveTo(featureAddress);
    program.run(forwardBegins, forwardEnds);
  }

  @Override
  Program program() {
    return program;
  }
}
