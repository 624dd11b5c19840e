package arcface4j.cli;

import arcface4j.backend.Backend;
import arcface4j.backend.BackendKind;
import arcface4j.backend.Gpu;
import arcface4j.backend.SystemReport;
import arcface4j.engine.EngineException;
import arcface4j.engine.Onednn;
import arcface4j.engine.Precision;
import java.util.List;
import java.util.Optional;

/** Says what will compute, and what keeps it from doing so. */
final class DoctorCommand implements Command {

  @Override
  public String name() {
    return "doctor";
  }

  @Override
  public String summary() {
    return "say what this machine will be used with: JDK, backend, instructions, memory, GPU";
  }

  @Override
  public String synopsis() {
    return "";
  }

  @Override
  public String example() {
    return "arcface doctor";
  }

  @Override
  public List<Flag> flags() {
    return List.of();
  }

  @Override
  public int run(Arguments arguments, Console console) throws UsageException {
    arguments.refuseWords();
    Backend backend = new Backend(BackendKind.onBoard(), Gpu.detect());
    new SystemReport(backend, DoctorCommand::engine).lines().forEach(console::result);
    Optional<String> problem = backend.problem();
    problem.ifPresent(reason -> console.note("arcface: " + reason));
    return problem.isPresent() ? Cli.FAILED : 0;
  }

  private static String engine() {
    try (Onednn onednn = Onednn.open()) {
      String bf16 = onednn.supports(Precision.BF16) ? "f32 and bf16" : "f32";
      return onednn + ", " + bf16;
    } catch (EngineException e) {
      return e.getMessage();
    }
  }
}
