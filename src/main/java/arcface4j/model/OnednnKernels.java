package arcface4j.model;

import arcface4j.engine.InferenceProgram;
import arcface4j.engine.Onednn;
import arcface4j.engine.Precision;
import arcface4j.engine.ProgramOptions;
import arcface4j.engine.StepProfile;
import arcface4j.engine.TrainingProgram;
import arcface4j.head.MarginLayer;
import arcface4j.model.layer.BatchNorm;
import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The fast engine: the backbone as one program over the graph's own parameter and gradient vectors,
 * the head where it is, in its ND4J workspace.
 */
final class OnednnKernels implements Kernels {

  private static final String MEAN = ".running_mean";
  private static final String VARIANCE = ".running_var";
  private static final String WORKSPACE = "ARCFACE4J_HEAD";
  private static final WorkspaceConfiguration GROWING = WorkspaceConfiguration.builder().build();

  private final Onednn onednn;
  private final BackboneSpec spec;
  private final ComputationGraph graph;
  private final ProgramOptions options;
  private final FlatMemory parameters;
  private final FlatMemory gradients;
  private final Programs<TrainingProgram> training;
  private final Programs<InferenceProgram> inference;
  private final LayerWorkspaceMgr workspaces;
  private final StepClock clock;

  /** Whether parameters have changed since the inference programs took them over. */
  private boolean stale;

  OnednnKernels(
      Onednn onednn,
      Precision precision,
      BackboneSpec spec,
      ComputationGraph graph,
      NamedParameters names,
      StepClock clock) {
    if (graph.params().dataType() != DataType.FLOAT) {
      throw new IllegalArgumentException(
          "the fast engine reads float32 parameters, not %s; ND4J's operations compute in it"
              .formatted(graph.params().dataType()));
    }
    this.onednn = onednn;
    this.spec = spec;
    this.graph = graph;
    this.options = ProgramOptions.of(precision);
    this.clock = clock;
    this.parameters = new FlatMemory(names, graph.params());
    this.gradients = new FlatMemory(names, graph.getFlattenedGradients());
    this.training = new Programs<>(this::newTrainingProgram);
    this.inference = new Programs<>(this::newInferenceProgram);
    this.workspaces =
        LayerWorkspaceMgr.builder()
            .with(ArrayType.INPUT, WORKSPACE, GROWING)
            .with(ArrayType.ACTIVATIONS, WORKSPACE, GROWING)
            .with(ArrayType.ACTIVATION_GRAD, WORKSPACE, GROWING)
            .with(ArrayType.FF_WORKING_MEM, WORKSPACE, GROWING)
            .with(ArrayType.BP_WORKING_MEM, WORKSPACE, GROWING)
            .build();
  }

  private TrainingProgram newTrainingProgram(Programs.BatchShape shape) {
    TrainingProgram program =
        TrainingProgram.create(
            onednn,
            BackboneLayers.of(spec, shape.height(), shape.width()),
            shape.images(),
            options);
    return prepared(program, () -> program.bind(parameters, gradients));
  }

  private InferenceProgram newInferenceProgram(Programs.BatchShape shape) {
    InferenceProgram program =
        InferenceProgram.create(
            onednn,
            BackboneLayers.of(spec, shape.height(), shape.width()),
            shape.images(),
            options);
    return prepared(program, () -> program.load(parameters));
  }

  private static <P extends AutoCloseable> P prepared(P program, Runnable preparation) {
    try {
      preparation.run();
      return program;
    } catch (RuntimeException | Error e) {
      Programs.close(program);
      throw e;
    }
  }

  @Override
  public void computeGradients(INDArray given, INDArray oneHot) {
    INDArray images = checked(given);
    TrainingProgram program = training.of(shape(images));
    INDArray features = newFeatures(images);
    program.forward(address(images), address(features));
    MarginLayer head = (MarginLayer) graph.getLayer(BackboneGraph.HEAD);
    try (MemoryWorkspace scope = workspaces.notifyScopeEntered(ArrayType.ACTIVATION_GRAD)) {
      INDArray gradient =
          clock.time(StepClock.Part.HEAD, () -> headGradient(head, features, oneHot));
      program.backward(address(gradient));
      keepUntilHere(gradient);
    } finally {
      head.clear();
      keepUntilHere(images, features);
    }
    changeOfStatistics(program);
  }

  private INDArray headGradient(MarginLayer head, INDArray features, INDArray oneHot) {
    head.setIterationCount(graph.getIterationCount());
    head.setInput(features, workspaces);
    head.setLabels(oneHot);
    return contiguous(head.backpropGradient(null, workspaces).getSecond());
  }

  /** As DeepLearning4J has it: what the updater will subtract from the running statistics. */
  private void changeOfStatistics(TrainingProgram program) {
    for (String name : parameters.names().names()) {
      if (name.endsWith(MEAN)) {
        String norm = name.substring(0, name.length() - MEAN.length());
        float[] mean = new float[parameters.names().length(name)];
        float[] variance = new float[mean.length];
        program.statistics(norm, mean, variance);
        change(norm + MEAN, mean);
        change(norm + VARIANCE, variance);
      }
    }
  }

  private void change(String name, float[] batch) {
    FloatBuffer running = parameters.elements(name);
    FloatBuffer change = gradients.elements(name);
    for (int c = 0; c < batch.length; c++) {
      change.put(c, (float) BatchNorm.MOMENTUM * (running.get(c) - batch[c]));
    }
  }

  @Override
  public INDArray features(INDArray given) {
    INDArray images = checked(given);
    if (stale) {
      inference.forEach(program -> program.load(parameters));
      stale = false;
    }
    INDArray features = newFeatures(images);
    inference.of(shape(images)).forward(address(images), address(features));
    keepUntilHere(images, features);
    return features;
  }

  /**
   * The engine knows addresses only: without this the collector may free an array that Java code
   * does not name any more while the engine still reads it.
   */
  private static void keepUntilHere(INDArray... arrays) {
    Reference.reachabilityFence(arrays);
  }

  /** The engine reads as many numbers as the shape says, one behind the other. */
  private INDArray checked(INDArray images) {
    long[] shape = images.shape();
    boolean fits =
        shape.length == 4 && shape[1] == spec.channels() && images.dataType() == DataType.FLOAT;
    if (!fits) {
      throw new IllegalArgumentException(
          "images of shape %s in %s; [N, %d, H, W] in FLOAT needed"
              .formatted(Arrays.toString(shape), images.dataType(), spec.channels()));
    }
    return contiguous(images);
  }

  private INDArray newFeatures(INDArray images) {
    return Nd4j.createUninitialized(DataType.FLOAT, images.size(0), spec.embeddingWidth());
  }

  private static Programs.BatchShape shape(INDArray images) {
    return new Programs.BatchShape(
        (int) images.size(0), (int) images.size(2), (int) images.size(3));
  }

  private static INDArray contiguous(INDArray array) {
    return array.ordering() == 'c' && !array.isView() ? array : array.dup('c');
  }

  private static long address(INDArray array) {
    return array.data().addressPointer().address();
  }

  @Override
  public void parametersChanged() {
    stale = true;
  }

  @Override
  public Optional<StepProfile> profile() {
    List<StepProfile> profiles = new ArrayList<>();
    training.forEach(program -> profiles.add(program.profile()));
    inference.forEach(program -> profiles.add(program.profile()));
    return Optional.of(profiles.stream().reduce(StepProfile.empty(), StepProfile::plus));
  }

  @Override
  public void resetProfile() {
    training.forEach(TrainingProgram::resetProfile);
    inference.forEach(InferenceProgram::resetProfile);
  }

  @Override
  public void close() {
    training.closeAll();
    inference.closeAll();
  }
}
