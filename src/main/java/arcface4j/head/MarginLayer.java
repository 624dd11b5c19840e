package arcface4j.head;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.samediff.DL4JSameDiffMemoryMgr;
import org.deeplearning4j.nn.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.api.OutAndGrad;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A margin head at work. Loss, logits and gradients come from one execution of the graph; what the
 * training loop wants to print stays behind as plain numbers in {@link #lastBatch}.
 *
 * <p>Margin and annealing follow the network's iteration, which DL4J hands to its layers before
 * each training batch, saves with the network, and does not advance in inference.
 */
public final class MarginLayer extends SameDiffOutputLayer {

  private static final long serialVersionUID = 1L;
  private static final String GRADIENT = "grad"; // the name that SameDiff gives it
  private static final List<String> OUTPUTS =
      List.of(MarginGraph.LOSS, MarginGraph.LOGITS, MarginGraph.MARGIN_LOGITS);

  private BatchOutcome lastBatch;
  private Double unreadLoss;

  MarginLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** What the last training batch gave; null before the first. */
  public BatchOutcome lastBatch() {
    return lastBatch;
  }

  private MarginOutputLayer configuration() {
    return (MarginOutputLayer) layerConf();
  }

  /**
   * Logits with the margin on each row's label, as in training: what the original program tests
   * with.
   *
   * @param features [N, D]
   * @param oneHot labels [N, C]
   * @param iteration training steps that are done; decides the margin and SphereFace's lambda
   * @return [N, C], outside of any workspace
   */
  public INDArray marginLogits(INDArray features, INDArray oneHot, long iteration) {
    checkLabels(features, oneHot);
    return outsideWorkspaces(
        () -> {
          useMemory(graph(), new DL4JSameDiffMemoryMgr(null, null, null, null));
          INDArray logits =
              sameDiff.outputSingle(
                  placeholders(features, oneHot, iteration), MarginGraph.MARGIN_LOGITS);
          forgetInputs();
          forgetSession();
          return logits;
        });
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    try {
      return super.activate(training, workspaces);
    } finally {
      forgetSession();
    }
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    checkLabels(input, labels);
    OutAndGrad result = execute(workspaces);
    remember(result.getOutputs());
    Gradient gradient = new DefaultGradient();
    for (String name : paramTable.keySet()) {
      INDArray view = gradTable.get(name);
      view.assign(result.getGradients().get(name));
      gradient.gradientForVariable().put(name, view);
    }
    return new Pair<>(gradient, inputGradient(result, workspaces));
  }

  private OutAndGrad execute(LayerWorkspaceMgr workspaces) {
    useMemory(
        gradientGraph(), memory(workspaces, ArrayType.BP_WORKING_MEM, ArrayType.ACTIVATION_GRAD));
    List<String> wanted = new ArrayList<>(paramTable.keySet());
    wanted.add(INPUT_KEY);
    OutAndGrad result =
        sameDiff.calculateGradientsAndOutputs(
            placeholders(input, labels, getIterationCount()), OUTPUTS, wanted);
    forgetInputs();
    return result;
  }

  private void remember(Map<String, INDArray> outputs) {
    unreadLoss = outputs.get(MarginGraph.LOSS).getDouble(0);
    int rows = (int) input.size(0);
    lastBatch =
        new BatchOutcome(
            unreadLoss / rows,
            largest(outputs.get(MarginGraph.MARGIN_LOGITS)),
            largest(outputs.get(MarginGraph.LOGITS)));
  }

  private static int[] largest(INDArray logits) {
    return outsideWorkspaces(() -> logits.argMax(1).toIntVector());
  }

  private static INDArray inputGradient(OutAndGrad result, LayerWorkspaceMgr workspaces) {
    INDArray gradient = result.getGradients().get(INPUT_KEY);
    return workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, gradient);
  }

  /** The score of the batch that was just trained on is known; any other is computed. */
  @Override
  public double computeScore(
      double regularization, boolean training, LayerWorkspaceMgr workspaces) {
    double loss = unreadLoss == null ? evaluateLoss(workspaces) : unreadLoss;
    unreadLoss = null;
    return (loss + regularization) / input.size(0);
  }

  private double evaluateLoss(LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    checkLabels(input, labels);
    useMemory(graph(), memory(workspaces, ArrayType.FF_WORKING_MEM, ArrayType.FF_WORKING_MEM));
    double loss =
        sameDiff
            .outputSingle(placeholders(input, labels, getIterationCount()), MarginGraph.LOSS)
            .getDouble(0);
    forgetInputs();
    forgetSession();
    return loss;
  }

  @Override
  public void clear() {
    super.clear();
    unreadLoss = null;
  }

  SameDiff graph() {
    if (sameDiff == null) {
      doInit();
    }
    return sameDiff;
  }

  private SameDiff gradientGraph() {
    if (graph().getFunction(GRADIENT) == null) {
      outsideWorkspaces(
          () -> {
            sameDiff.createGradFunction(INPUT_KEY);
            return sameDiff;
          });
    }
    return sameDiff.getFunction(GRADIENT);
  }

  @Override
  protected void doInit() {
    sameDiff = outsideWorkspaces(this::build);
  }

  /** Builds the graph from the configured shapes alone, so that it needs no input. */
  private SameDiff build() {
    SameDiff graph = SameDiff.create();
    // Holders that keep the network's own parameter views instead of copies.
    graph.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
    SDVariable features = graph.placeHolder(INPUT_KEY, dataType, -1, configuration().getFeatures());
    SDVariable oneHot = graph.placeHolder(LABELS_KEY, dataType, -1, configuration().getClasses());
    Map<String, SDVariable> variables = new HashMap<>();
    paramTable.forEach(
        (name, array) -> variables.put(name, graph.var(name, dataType, array.shape())));
    outputVar = configuration().defineLayer(graph, features, oneHot, variables);
    outputKey = outputVar.name();
    paramTable.forEach(
        (name, array) -> graph.associateArrayWithVariable(array, graph.getVariable(name)));
    return graph;
  }

  private Map<String, INDArray> placeholders(INDArray features, INDArray oneHot, long iteration) {
    Map<String, INDArray> values = new HashMap<>();
    values.put(INPUT_KEY, features);
    values.put(LABELS_KEY, oneHot.castTo(dataType));
    Map<String, Double> numbers =
        MarginGraph.stepValues(configuration().getHead(), iteration, features.size(0));
    numbers.forEach(
        (name, value) -> values.put(name, outsideWorkspaces(() -> Nd4j.scalar(dataType, value))));
    return values;
  }

  private void checkLabels(INDArray features, INDArray oneHot) {
    long[] needed = {features.size(0), configuration().getClasses()};
    if (oneHot == null || !Arrays.equals(oneHot.shape(), needed)) {
      throw new IllegalArgumentException(
          (oneHot == null ? "no labels" : "labels of shape " + Arrays.toString(oneHot.shape()))
              + "; one-hot labels of shape "
              + Arrays.toString(needed)
              + " are needed");
    }
  }

  private static DL4JSameDiffMemoryMgr memory(
      LayerWorkspaceMgr workspaces, ArrayType working, ArrayType results) {
    return new DL4JSameDiffMemoryMgr(
        workspaces.getWorkspaceName(working),
        workspaces.getWorkspaceName(results),
        workspaces.getConfiguration(working),
        workspaces.getConfiguration(results));
  }

  private static void useMemory(SameDiff graph, DL4JSameDiffMemoryMgr memory) {
    graph
        .getSessions()
        .computeIfAbsent(
            Thread.currentThread().getId(), id -> SameDiff.getInferenceFactory().create(graph))
        .setMmgr(memory);
  }

  /** No array of a closed workspace may stay referenced. */
  private void forgetInputs() {
    sameDiff.clearPlaceholders(true);
    sameDiff.clearOpInputs();
  }

  /** SameDiff keeps one for each thread that ever asked, with its last arrays. */
  private void forgetSession() {
    if (sameDiff != null) {
      sameDiff.getSessions().remove(Thread.currentThread().getId());
    }
  }

  @SuppressWarnings("try") // the scope is opened to be closed, not to be used
  private static <T> T outsideWorkspaces(Supplier<T> work) {
    try (MemoryWorkspace scope = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      return work.get();
    }
  }
}
