package arcface4j.cli;

import arcface4j.api.EmbeddingModel;
import arcface4j.backend.BackendKind;
import arcface4j.engine.Precision;
import arcface4j.model.Compute;
import arcface4j.model.EngineChoice;
import arcface4j.train.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The options that say who computes, and how precisely. */
final class ComputeFlags {

  private ComputeFlags() {}

  static List<Flag> all() {
    return List.of(
        Flag.value("engine", "NAME", "auto", "auto, onednn (the fast one) or nd4j"),
        Flag.value("precision", "NAME", "f32", "f32 or bf16 (onednn on AVX512-BF16 or AMX)"));
  }

  /** What was chosen, said in one line. */
  static Compute read(Arguments arguments, Console console) throws UsageException {
    return Compute.of(
        arguments.choice("engine", EngineChoice.class),
        arguments.choice("precision", Precision.class),
        BackendKind.onBoard().hasOnednn(),
        console::note,
        console::warn);
  }

  /** The model of {@code --checkpoint} on what was chosen. */
  static EmbeddingModel model(Arguments arguments, Console console)
      throws UsageException, IOException {
    Compute compute = read(arguments, console);
    return EmbeddingModel.owning(load(SourceFile.of(arguments, "checkpoint"), compute), compute);
  }

  private static Checkpoint load(Path file, Compute compute) throws IOException {
    try {
      return Checkpoint.load(file);
    } catch (IOException | RuntimeException e) {
      compute.close();
      throw e;
    }
  }

  /** The model of a checkpoint that was read, on what was chosen. */
  static EmbeddingModel model(Checkpoint checkpoint, Arguments arguments, Console console)
      throws UsageException, IOException {
    return EmbeddingModel.owning(checkpoint, read(arguments, console));
  }
}
