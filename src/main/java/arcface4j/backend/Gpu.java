package arcface4j.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An NVIDIA GPU as its driver reports it.
 *
 * @param name the model
 * @param capability its generation
 * @param driver version of the driver
 */
public record Gpu(String name, ComputeCapability capability, String driver) {

  private static final int TIMEOUT_SECONDS = 20;

  /** The GPUs of this machine; empty where there is no GPU or no driver. */
  public static List<Gpu> detect() {
    try {
      Process process =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--query-gpu=name,compute_cap,driver_version",
                  "--format=csv,noheader")
              .redirectErrorStream(true)
              .start();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return List.of();
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.exitValue() == 0 ? parse(output) : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  /** Reads {@code nvidia-smi}'s table, one GPU a line; lines of another form are left out. */
  static List<Gpu> parse(String table) {
    List<Gpu> gpus = new ArrayList<>();
    for (String line : table.lines().toList()) {
      String[] cells = line.split(",");
      if (cells.length == 3 && cells[1].strip().matches("\\d+\\.\\d+")) {
        gpus.add(new Gpu(cells[0].strip(), ComputeCapability.parse(cells[1]), cells[2].strip()));
      }
    }
    return gpus;
  }
}
