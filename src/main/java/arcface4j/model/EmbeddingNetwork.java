package arcface4j.model;

import arcface4j.head.BatchOutcome;
import arcface4j.head.MarginHead;
import arcface4j.head.MarginLayer;
import arcface4j.head.MarginOutputLayer;
import arcface4j.npy.NpyArray;
import java.util.Optional;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A network that maps images to embeddings, with the head it is trained by. One thread at a time.
 *
 * <p>Wraps the {@code ComputationGraph}: arrays of ND4J do not leave this class, except through
 * {@link #graph()}.
 */
public final class EmbeddingNetwork implements AutoCloseable {

  private final BackboneSpec spec;
  private final int classes;
  private final ComputationGraph graph;
  private final NamedParameters parameters;
  private final NetworkArrays arrays;
  private final Compute compute;
  private final StepClock clock = new StepClock();
  private final Kernels kernels;
  private final Optional<FlatUpdate> flatUpdate;
  private boolean closed;

  private EmbeddingNetwork(
      BackboneSpec spec, int classes, ComputationGraph graph, Compute compute) {
    this.spec = spec;
    this.classes = classes;
    this.graph = graph;
    this.parameters = new NamedParameters(graph, this::parametersChanged);
    this.arrays =
        new NetworkArrays(
            spec.channels(), spec.embeddingWidth(), classes, graph.params().dataType());
    this.compute = compute;
    this.kernels = kernels();
    this.flatUpdate = compute.onednn().flatMap(e -> FlatUpdate.of(graph, e.threads()));
  }

  private Kernels kernels() {
    return compute.onednn().isPresent()
        ? new OnednnKernels(
            compute.onednn().get(), compute.precision(), spec, graph, parameters, clock)
        : new GraphKernels(graph, BackboneWriter.featuresName(spec));
  }

  /** Somebody wrote to the graph's parameters. */
  void parametersChanged() {
    kernels.parametersChanged();
  }

  /**
   * A network with fresh weights in float32.
   *
   * @param spec the backbone
   * @param head the margin and its loss
   * @param classes K
   * @param rule how a step changes it
   * @param compute who computes the layers
   * @param seed of the weights: the same seed gives the same weights
   */
  public static EmbeddingNetwork create(
      BackboneSpec spec,
      MarginHead head,
      int classes,
      TrainingRule rule,
      Compute compute,
      long seed) {
    return create(spec, head, classes, rule, compute, DataType.FLOAT, seed);
  }

  static EmbeddingNetwork create(
      BackboneSpec spec,
      MarginHead head,
      int classes,
      TrainingRule rule,
      Compute compute,
      DataType type,
      long seed) {
    MarginOutputLayer output = new MarginOutputLayer(head, spec.embeddingWidth(), classes);
    ComputationGraph graph =
        new ComputationGraph(BackboneGraph.configure(spec, output, rule, type, seed));
    graph.init();
    graph.initGradientsView();
    return new EmbeddingNetwork(spec, classes, graph, compute);
  }

  public BackboneSpec spec() {
    return spec;
  }

  /** K. */
  public int classes() {
    return classes;
  }

  /** Who computes the layers. */
  public Compute compute() {
    return compute;
  }

  /**
   * The graph itself, for those who know DeepLearning4J: to read. The fast engine does not see what
   * is written through it; write through {@link #parameters()}.
   */
  public ComputationGraph graph() {
    return graph;
  }

  /** The parameters and running statistics under PyTorch's names. */
  public NamedParameters parameters() {
    return parameters;
  }

  /** Steps taken so far; schedules and annealed margins are functions of it. */
  public long step() {
    return graph.getIterationCount();
  }

  /** Continues the count of steps of an earlier run. */
  public void setStep(long step) {
    graph.getConfiguration().setIterationCount(Math.toIntExact(step));
  }

  /**
   * One training step: forward, backward, update.
   *
   * @param images [N, C, H, W], normalised
   * @param height H
   * @param labels [N], each from 0 to K - 1
   * @throws NonFiniteLossException if the loss is NaN or infinite; no parameter has changed then
   */
  public BatchOutcome train(float[] images, int height, int[] labels) {
    return train(arrays.batch(images, labels.length, height), labels);
  }

  /**
   * The same with images that show two classes each, for a head that allows it.
   *
   * @param labels [N] of the larger or smaller part, which counts as the truth
   * @param partners [N] labels of the other part
   * @param share of the first part, in [0, 1]
   * @throws IllegalArgumentException if the head's margin belongs to one class
   */
  public BatchOutcome train(
      float[] images, int height, int[] labels, int[] partners, double share) {
    INDArray batch = arrays.batch(images, labels.length, height);
    return train(batch, labels, arrays.mixed(labels, partners, share));
  }

  BatchOutcome train(INDArray images, int[] labels) {
    return train(images, labels, arrays.oneHot(labels));
  }

  private BatchOutcome train(INDArray images, int[] labels, INDArray targets) {
    requireOpen();
    kernels.computeGradients(images, targets);
    BatchOutcome outcome = head().lastBatch();
    if (!Double.isFinite(outcome.meanLoss())) {
      throw new NonFiniteLossException(
          outcome.meanLoss(), step(), learningRate(), parameters.largestGradient(labels.length));
    }
    clock.time(StepClock.Part.UPDATER, () -> update(labels.length));
    return outcome;
  }

  /** Forward and backward without the update. */
  void computeGradients(INDArray images, int[] labels) {
    requireOpen();
    kernels.computeGradients(images, arrays.oneHot(labels));
  }

  /** Features [N, D] in inference mode, in full precision. */
  double[] features(INDArray images) {
    requireOpen();
    return kernels.features(images).dup('c').data().asDouble();
  }

  private void update(int batchSize) {
    int step = graph.getIterationCount();
    flatUpdate.ifPresentOrElse(
        flat -> flat.apply(step, batchSize), () -> updateByGraph(step, batchSize));
    graph.getConfiguration().setIterationCount(step + 1);
    kernels.parametersChanged();
  }

  /** With DeepLearning4J's own updater, the judge of {@link FlatUpdate}. */
  void updateByGraph(int step, int batchSize) {
    INDArray gradient = graph.getFlattenedGradients();
    graph
        .getUpdater()
        .update(
            new DefaultGradient(gradient),
            step,
            graph.getEpochCount(),
            batchSize,
            LayerWorkspaceMgr.noWorkspaces());
    graph.params().subi(gradient.reshape(graph.params().shape()));
  }

  /** The learning rate of the next step. */
  private double learningRate() {
    IUpdater updater = head().conf().getLayer().getUpdaterByParam("W");
    return updater.getLearningRate(graph.getIterationCount(), graph.getEpochCount());
  }

  /**
   * Features in inference mode.
   *
   * @param images [N, C, H, W], normalised
   * @param size N
   * @param height H
   * @return [N, D], row by row, not scaled to unit length
   */
  public float[] embed(float[] images, int size, int height) {
    requireOpen();
    return NetworkArrays.floats(kernels.features(arrays.batch(images, size, height)));
  }

  /** The same, of each image and its mirror image where that is asked for: the mean of the two. */
  public float[] embed(float[] images, int size, int height, boolean withMirrored) {
    if (!withMirrored) {
      return embed(images, size, height);
    }
    requireOpen();
    INDArray own = kernels.features(arrays.batch(images, size, height));
    INDArray other = kernels.features(arrays.mirrored(images, size, height));
    return NetworkArrays.floats(own.add(other).divi(2));
  }

  /**
   * Margin-free logits of every class; no label is needed.
   *
   * @param features [N, D], as {@link #embed(float[], int, int)} gives them
   */
  public Logits logits(float[] features) {
    requireOpen();
    MarginLayer head = head();
    head.setInput(arrays.rows(features), LayerWorkspaceMgr.noWorkspaces());
    INDArray logits = head.activate(false, LayerWorkspaceMgr.noWorkspaces());
    head.clear();
    return new Logits(NetworkArrays.floats(logits), classes);
  }

  /**
   * Logits with the margin on each row's label, as in training: what the original program tests
   * with.
   *
   * @param features [N, D]
   * @param labels [N]
   */
  public Logits marginLogits(float[] features, int[] labels) {
    requireOpen();
    INDArray oneHot = arrays.oneHot(labels);
    INDArray logits = head().marginLogits(arrays.rows(features), oneHot, step());
    return new Logits(NetworkArrays.floats(logits), classes);
  }

  /** The optimiser's buffers as one flat array, in the order of the parameters, if it has any. */
  public Optional<NpyArray> updaterState() {
    INDArray state = graph.getUpdater().getStateViewArray();
    return state == null
        ? Optional.empty()
        : Optional.of(NpyArray.of(state.dup().data().asFloat(), (int) state.length()));
  }

  /** Continues with the buffers of an earlier run. */
  public void setUpdaterState(NpyArray state) {
    INDArray view = graph.getUpdater().getStateViewArray();
    view.assign(Nd4j.createFromArray(state.floats()).reshape(view.shape()));
  }

  /**
   * Where the time of the steps went since {@link #resetProfile}; of the backbone only in the two
   * shapes of batch last used, whose programs are kept.
   */
  public NetworkProfile profile() {
    return new NetworkProfile(
        kernels.profile(), clock.nanos(StepClock.Part.HEAD), clock.nanos(StepClock.Part.UPDATER));
  }

  /** Counts from zero. */
  public void resetProfile() {
    kernels.resetProfile();
    clock.reset();
  }

  private MarginLayer head() {
    return (MarginLayer) graph.getLayer(BackboneGraph.HEAD);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the network was closed; make or load it again");
    }
  }

  /** Frees what the fast engine holds and ends its use; a second call does nothing. */
  @Override
  public void close() {
    closed = true;
    kernels.close();
  }
}
