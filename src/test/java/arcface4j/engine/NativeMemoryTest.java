package arcface4j.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;

import arcface4j.testing.NativeMemory;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What is closed leaves no native memory behind, whole or half made, done or broken off. */
@Tag("slow")
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads /proc/self/statm")
class NativeMemoryTest {

  private static final int WARM_UP = 300;
  private static final int ROUNDS = 1500;

  /** One forgotten descriptor of oneDNN's takes 900 bytes, and so 1.4 MB over all rounds. */
  private static final long LIMIT = 1_300_000;

  @Test
  void thousandsOfProgramsLeaveNothingBehind() throws Exception {
    NativeMemory.assertFlat(Rounds.class, LIMIT);
  }

  /** Runs in a JVM of its own. */
  static final class Rounds {

    private static final NetworkSpec SPEC =
        new NetworkSpec(
            new Shape(2, 4, 4),
            List.of(
                new LayerSpec.Convolution("c", NetworkSpec.IMAGES, 3, 3, 1, 1),
                new LayerSpec.Norm("n", "c", true),
                new LayerSpec.GlobalPool("p", "n"),
                new LayerSpec.Linear("l", "p", 2)));

    private static final ProgramOptions OPTIONS = ProgramOptions.of(Precision.F32);
    private static final int BATCH = 2;
    private static final int HUGE = 1 << 30;

    public static void main(String[] arguments) throws IOException {
      run(WARM_UP);
      long before = NativeMemory.resident();
      run(ROUNDS);
      System.out.println(NativeMemory.resident() - before);
    }

    private static void run(int rounds) {
      for (int round = 0; round < rounds; round++) {
        try (Onednn onednn = Onednn.open()) {
          trained(onednn);
          brokenOff(onednn);
          refused(onednn);
        }
      }
    }

    private static void trained(Onednn onednn) {
      try (NativeParameters parameters = new NativeParameters(SPEC);
          NativeParameters gradients = new NativeParameters(SPEC);
          NativeFloats images = new NativeFloats(BATCH * (int) SPEC.input().length());
          NativeFloats features = new NativeFloats(BATCH * (int) SPEC.output().length());
          TrainingProgram program = TrainingProgram.create(onednn, SPEC, BATCH, OPTIONS);
          InferenceProgram inference = InferenceProgram.create(onednn, SPEC, BATCH, OPTIONS)) {
        program.bind(parameters, gradients);
        program.forward(images.address(), features.address());
        program.backward(features.address());
        inference.load(parameters);
        inference.forward(images.address(), features.address());
      }
    }

    /** A step that fails in its middle. */
    private static void brokenOff(Onednn onednn) {
      Recipe recipe = new Recipe(onednn, BATCH, OPTIONS);
      Value from = recipe.value(recipe.plain(BATCH, 5));
      Value to = recipe.value(recipe.plain(BATCH, 5));
      Reorder.add(recipe, from, to);
      recipe.addJava(
          Phase.POOL,
          () -> {
            throw new EngineException("in the middle");
          });
      Reorder.add(recipe, to, from);
      try (Program program = new Program(recipe, "a step that fails")) {
        assertThrows(EngineException.class, () -> program.run(0, recipe.mark()));
      }
    }

    /** One that no memory holds, one that the shapes forbid. */
    private static void refused(Onednn onednn) {
      assertThrows(
          EngineException.class, () -> TrainingProgram.create(onednn, SPEC, HUGE, OPTIONS));
      NetworkSpec norm =
          new NetworkSpec(
              new Shape(4, 1, 1), List.of(new LayerSpec.Norm("n", NetworkSpec.IMAGES, false)));
      assertThrows(
          IllegalArgumentException.class, () -> TrainingProgram.create(onednn, norm, 1, OPTIONS));
    }
  }
}
