package arcface4j.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An NVIDIA GPU as its driver reports it.
 *
 * @param name the model
 * @param capability its generation; drivers before R510 do not tell
 * @param driver version of the driver
 */
public record Gpu(String name, Optional<ComputeCapability> capability, String driver) {

  private static final int TIMEOUT_SECONDS = 20;

  /** The GPUs of this machine; empty where there is no GPU or no driver. */
  public static List<Gpu> detect() {
    List<Gpu> gpus = query("name,compute_cap,driver_version");
    return gpus.isEmpty() ? query("name,driver_version") : gpus; // drivers before R510
  }

  private static List<Gpu> query(String columns) {
    try {
      return answer(
          new ProcessBuilder("nvidia-smi", "--query-gpu=" + columns, "--format=csv,noheader")
              .redirectErrorStream(true)
              .start());
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static List<Gpu> answer(Process process) throws IOException, InterruptedException {
    try {
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        return List.of();
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.exitValue() == 0 ? parse(output) : List.of();
    } finally {
      process.destroyForcibly(); // where it hangs, or nobody waits for it any more
    }
  }

  /** Reads {@code nvidia-smi}'s table, one GPU a line; lines of another form are left out. */
  static List<Gpu> parse(String table) {
    List<Gpu> gpus = new ArrayList<>();
    for (String line : table.lines().toList()) {
      String[] cells = Arrays.stream(line.split(",")).map(String::strip).toArray(String[]::new);
      if (cells.length == 3 && cells[1].matches("\\d+\\.\\d+")) {
        gpus.add(new Gpu(cells[0], Optional.of(ComputeCapability.parse(cells[1])), cells[2]));
      } else if (cells.length == 2 && cells[1].matches("\\d+(\\.\\d+)+")) {
        gpus.add(new Gpu(cells[0], Optional.empty(), cells[1]));
      }
    }
    return gpus;
  }

  /** Whether it is known to be of a generation that nd4j-cuda has no code for. */
  public boolean isUnsupported() {
    return capability.isPresent() && !capability.get().isSupported();
  }

  @Override
  public String toString() {
    String generation = capability.map(ComputeCapability::toString).orElse("not told");
    return "%s, compute capability %s, driver %s".formatted(name, generation, driver);
  }
}
