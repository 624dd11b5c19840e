package arcface4j.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Life cycle, refusals, memory and reorders of programs. */
class ProgramTest {

  private static final NetworkSpec SMALL =
      ResidualNetworks.of(new Shape(3, 16, 16), new int[] {16, 32}, new int[] {1, 1}, 8);
  private static final int BATCH = 3;

  private Onednn onednn;

  @BeforeEach
  void open() {
    onednn = Onednn.open();
  }

  @AfterEach
  void close() {
    onednn.close();
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void oneStepMakesNoReorderBetweenLayers(Precision precision) {
    assumeTrue(onednn.supports(precision), () -> precision + " is not in this processor");
    for (Layout layout : Layout.values()) {
      ProgramOptions options = ProgramOptions.of(precision).withLayout(layout);
      StepProfile profile = profileOfOneStep(options);
      int convolutions = 6;
      assertEquals(0, profile.calls(Phase.REORDER_ACTIVATION), "between layers");
      assertTrue(profile.calls(Phase.REORDER_BORDER) <= 3, "images, features, their gradients");
      assertEquals(convolutions, profile.calls(Phase.CONVOLUTION_FORWARD));
      assertEquals(convolutions - 1, profile.calls(Phase.CONVOLUTION_DATA));
      assertEquals(convolutions, profile.calls(Phase.CONVOLUTION_WEIGHTS));
      assertTrue(profile.nanos(Phase.CONVOLUTION_FORWARD) > 0);
    }
  }

  /** Channels that fill no register: oneDNN's reference code takes a thousand times as long. */
  @ParameterizedTest
  @EnumSource(Precision.class)
  void noConvolutionOfANarrowNetworkRunsOnReferenceCode(Precision precision) {
    assumeTrue(onednn.supports(precision), () -> precision + " is not in this processor");
    for (int width : new int[] {8, 24}) {
      NetworkSpec narrow =
          ResidualNetworks.of(
              new Shape(3, 32, 32), new int[] {width, 2 * width}, new int[] {1, 1}, 8);
      try (TrainingProgram program =
          TrainingProgram.create(onednn, narrow, 16, ProgramOptions.of(precision))) {
        List<String> steps = program.describe();
        assertEquals(List.of(), steps.stream().filter(step -> step.contains(" ref:")).toList());
      }
    }
  }

  /** Not run, for its size: the steps of a program are those it has. */
  @ParameterizedTest
  @EnumSource(Layout.class)
  void resNet18HasNoReorderBetweenLayers(Layout layout) {
    ProgramOptions options = ProgramOptions.of(Precision.F32).withLayout(layout);
    try (TrainingProgram program =
        TrainingProgram.create(onednn, ResidualNetworks.resnet18(), 2, options)) {
      List<String> steps = program.describe();
      String reorder = Phase.REORDER_ACTIVATION.name();
      assertEquals(List.of(), steps.stream().filter(s -> s.startsWith(reorder)).toList());
      String forward = Phase.CONVOLUTION_FORWARD.name();
      assertEquals(20, steps.stream().filter(s -> s.startsWith(forward)).count());
    }
  }

  @Test
  void backwardTakesTheActivationsOfItsForward() {
    try (Memory memory = new Memory(SMALL, BATCH);
        TrainingProgram program = program(BATCH)) {
      memory.step(program);
      long gradient = memory.featureGradient.address();
      assertThrows(IllegalStateException.class, () -> program.backward(gradient));
    }
  }

  private StepProfile profileOfOneStep(ProgramOptions options) {
    try (Memory memory = new Memory(SMALL, BATCH);
        TrainingProgram program = TrainingProgram.create(onednn, SMALL, BATCH, options)) {
      memory.step(program);
      return program.profile();
    }
  }

  @Test
  void repeatedStepsGiveTheSameNumbers() {
    try (Memory memory = new Memory(SMALL, BATCH);
        TrainingProgram program = program(BATCH)) {
      memory.step(program);
      float[] features = memory.features.get();
      float[] gradient = memory.gradients.get("layer2.0.conv1.weight");
      for (int i = 0; i < 5; i++) {
        memory.step(program);
      }
      assertArrayEquals(features, memory.features.get());
      assertArrayEquals(gradient, memory.gradients.get("layer2.0.conv1.weight"), 1e-6f);
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void inferenceAgreesWithTheSlowTwin(Precision precision) {
    assumeTrue(onednn.supports(precision), () -> precision + " is not in this processor");
    Random random = new Random(5);
    Map<String, double[]> parameters = EngineRun.randomParameters(SMALL, random);
    for (int batch : new int[] {1, 2, 7}) {
      double[] images = EngineRun.normal(random, batch * 3 * 16 * 16, 1);
      double[] expected = GenericNetwork.inDouble(SMALL, batch, parameters).forward(images, false);
      for (Layout layout : Layout.values()) {
        ProgramOptions options = ProgramOptions.of(precision).withLayout(layout);
        float[] actual = EngineRun.infer(onednn, SMALL, batch, options, parameters, images);
        double error = Closeness.relativeError(expected, actual);
        assertTrue(error < (precision == Precision.F32 ? 2e-6 : 0.02), layout + ": " + error);
      }
    }
  }

  @Test
  void inferenceRunsNothingButConvolutionsPoolingAndLinear() {
    try (Memory memory = new Memory(SMALL, BATCH);
        InferenceProgram program =
            InferenceProgram.create(onednn, SMALL, BATCH, ProgramOptions.of(Precision.F32))) {
      program.load(memory.parameters);
      program.resetProfile();
      program.forward(memory.images.address(), memory.features.address());
      StepProfile profile = program.profile();
      assertEquals(6, profile.calls(Phase.CONVOLUTION_FORWARD));
      assertEquals(0, profile.calls(Phase.NORM_FORWARD));
      assertEquals(0, profile.calls(Phase.ADD));
      assertEquals(0, profile.calls(Phase.REORDER_WEIGHTS));
    }
  }

  @Test
  void aClosedProgramRefusesEverything() {
    TrainingProgram program = program(BATCH);
    try (Memory memory = new Memory(SMALL, BATCH)) {
      memory.step(program);
      program.close();
      program.close();
      assertThrows(IllegalStateException.class, () -> memory.step(program));
      assertThrows(IllegalStateException.class, () -> program.forward(64, 64));
      assertThrows(IllegalStateException.class, () -> program.backward(64));
      assertThrows(
          IllegalStateException.class,
          () -> program.statistics("bn1", new float[16], new float[16]));
    }
  }

  @Test
  void wrongOrderIsRefused() {
    try (Memory memory = new Memory(SMALL, BATCH);
        TrainingProgram program = program(BATCH)) {
      assertThrows(IllegalStateException.class, () -> program.forward(64, 64));
      program.bind(memory.parameters, memory.gradients);
      assertThrows(IllegalStateException.class, () -> program.backward(64));
      assertThrows(IllegalArgumentException.class, () -> program.forward(0, 64));
      assertThrows(IllegalArgumentException.class, () -> program.forward(64, 3));
      assertThrows(IllegalStateException.class, () -> program.backward(64, 64));
    }
  }

  @Test
  void parametersOfOtherShapesAreRefused() {
    NetworkSpec wider =
        ResidualNetworks.of(new Shape(3, 16, 16), new int[] {17, 32}, new int[] {1, 1}, 8);
    try (Memory other = new Memory(wider, BATCH);
        TrainingProgram program = program(BATCH)) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> program.bind(other.parameters, other.gradients));
      assertEquals("parameter conv1.weight has 459 numbers, not 432", refused.getMessage());
    }
  }

  @Test
  void aBatchThatNoMemoryHoldsIsAnExceptionWithShapesAndBytes() {
    EngineException refused = assertThrows(EngineException.class, () -> program(2_000_000).close());
    assertTrue(refused.getMessage().contains("2000000 images of 3x16x16"), refused.getMessage());
    assertTrue(refused.getMessage().matches(".* needs [0-9]{11,} bytes.*"), refused.getMessage());
  }

  @Test
  void aBatchNormOverOneNumberIsRefused() {
    NetworkSpec spec =
        new NetworkSpec(
            new Shape(4, 1, 1), List.of(new LayerSpec.Norm("n", NetworkSpec.IMAGES, false)));
    assertThrows(
        IllegalArgumentException.class,
        () -> TrainingProgram.create(onednn, spec, 1, ProgramOptions.of(Precision.F32)));
  }

  private TrainingProgram program(int batch) {
    return TrainingProgram.create(onednn, SMALL, batch, ProgramOptions.of(Precision.F32));
  }

  /** Everything a step reads and writes. */
  private static final class Memory implements AutoCloseable {
    final NativeParameters parameters;
    final NativeParameters gradients;
    final NativeFloats images;
    final NativeFloats features;
    final NativeFloats featureGradient;

    Memory(NetworkSpec spec, int batch) {
      Random random = new Random(1);
      int length = Math.toIntExact(batch * spec.output().length());
      parameters = EngineRun.memory(spec, EngineRun.randomParameters(spec, random));
      gradients = new NativeParameters(spec);
      images = NativeFloats.of(EngineRun.floats(EngineRun.normal(random, batch * 3 * 16 * 16, 1)));
      features = new NativeFloats(length);
      featureGradient = NativeFloats.of(EngineRun.floats(EngineRun.normal(random, length, 1)));
    }

    void step(TrainingProgram program) {
      program.bind(parameters, gradients);
      program.forward(images.address(), features.address());
      program.backward(featureGradient.address());
    }

    @Override
    public void close() {
      parameters.close();
      gradients.close();
      images.close();
      features.close();
      featureGradient.close();
    }
  }
}
