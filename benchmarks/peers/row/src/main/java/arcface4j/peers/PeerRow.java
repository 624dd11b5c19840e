package arcface4j.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * One row of a peer, measured in the same way and printed under the same names as those of {@code
 * arcface bench}.
 *
 * @param engine the peer and its mode, {@code -kept} where the C library's allocator gives no
 *     memory back while the process runs
 * @param precision {@code f32} or {@code bf16}
 * @param phase {@code train} or {@code infer}
 * @param batch images in a step
 * @param threads of the peer
 * @param steps steps that count
 * @param warmup steps before them
 */
public record PeerRow(
    String engine, String precision, String phase, int batch, int threads, int steps, int warmup) {

  private static final String NHWC = "-nhwc";
  private static final double GIGA = 1e9;
  private static final double KIB_IN_MB = 1.024e-3;

  /** The row of a peer's words: MODE PHASE BATCH THREADS STEPS WARMUP. */
  public static PeerRow of(String peer, String[] words) {
    if (words.length != 6) {
      throw new IllegalArgumentException(
          "needed: MODE PHASE BATCH THREADS STEPS WARMUP; given: " + String.join(" ", words));
    }
    String mode = words[0];
    String precision = mode.startsWith("bf16") ? "bf16" : "f32";
    return new PeerRow(
        peer + (mode.endsWith(NHWC) ? NHWC : "") + (keepsMemory() ? "-kept" : ""),
        precision,
        words[1],
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]),
        Integer.parseInt(words[4]),
        Integer.parseInt(words[5]));
  }

  /** glibc maps no block of its own then, whatever its size, so that none goes back when freed. */
  private static boolean keepsMemory() {
    return "0".equals(System.getenv("MALLOC_MMAP_MAX_"));
  }

  /** Whether a step trains. */
  public boolean trains() {
    return phase.equals("train");
  }

  /** Whether channels lie last in memory. */
  public boolean channelsLast() {
    return engine.contains(NHWC);
  }

  /** Repeats the step and prints the row. */
  public void measure(Runnable step) {
    for (int i = 0; i < warmup; i++) {
      step.run();
    }
    double[] seconds = new double[steps];
    for (int i = 0; i < steps; i++) {
      long start = System.nanoTime();
      step.run();
      seconds[i] = (System.nanoTime() - start) / GIGA;
    }
    Arrays.sort(seconds);
    System.out.println(json(seconds));
  }

  private String json(double[] sorted) {
    double median = (sorted[(steps - 1) / 2] + sorted[steps / 2]) / 2;
    return String.format(
        Locale.ROOT,
        "{\"engine\":\"%s\",\"precision\":\"%s\",\"phase\":\"%s\",\"batch\":%d,\"threads\":%d,"
            + "\"classes\":10,\"steps\":%d,\"median_s\":%.6f,\"min_s\":%.6f,\"max_s\":%.6f,"
            + "\"img_per_s\":%.3f,\"peak_rss_mb\":%.1f}",
        engine,
        precision,
        phase,
        batch,
        threads,
        steps,
        median,
        sorted[0],
        sorted[steps - 1],
        batch / median,
        peakResidentMb());
  }

  private static double peakResidentMb() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmHWM:")) {
          return KIB_IN_MB * Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
      return Double.NaN;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
