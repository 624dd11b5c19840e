package arcface4j.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Runs a case in a JVM of its own, with this one's class path and flags. */
public final class RowProcess {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String THREADS = "OMP_NUM_THREADS";

  private RowProcess() {}

  /**
   * Measures.
   *
   * @throws IOException if the case cannot run, with the reason in one line
   */
  public static BenchRow run(BenchCase bench) throws IOException {
    Path errors = Files.createTempFile("arcface4j-bench", ".err");
    errors.toFile().deleteOnExit(); // a signal runs no finally
    try {
      return run(bench, errors);
    } finally {
      Files.delete(errors);
    }
  }

  private static BenchRow run(BenchCase bench, Path errors) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(bench)).redirectError(errors.toFile());
    builder.environment().put(THREADS, Integer.toString(bench.threads()));
    Process process = builder.start();
    // A row ends with the program that asked for it.
    Thread end = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int code = process.waitFor();
      return row(bench, output, code, errors);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while measuring " + bench.describe());
    } finally {
      process.destroyForcibly();
      Runtime.getRuntime().removeShutdownHook(end);
    }
  }

  private static BenchRow row(BenchCase bench, String output, int code, Path errors)
      throws IOException {
    if (code != 0 || output.isEmpty()) {
      throw new IOException(
          "%s: its process ended with exit code %d%s; a smaller --batch-size needs less memory"
              .formatted(bench.describe(), code, lastLine(errors)));
    }
    RowResult result = JSON.readValue(output, RowResult.class);
    if (result.failure() != null) {
      throw new IOException(bench.describe() + ": " + result.failure());
    }
    return result.row();
  }

  private static String lastLine(Path errors) throws IOException {
    try (Stream<String> lines = Files.lines(errors, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> !line.isBlank())
          .reduce((first, second) -> second)
          .map(line -> " (" + line.strip() + ")")
          .orElse("");
    }
  }

  static List<String> command(BenchCase bench) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> !isAgent(flag))
        .forEach(command::add);
    command.add("-Dorg.bytedeco.javacpp.logger=slf4j");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), RowMain.class.getName()));
    // Windows takes the quotes of JSON for its own.
    command.add(Base64.getEncoder().encodeToString(JSON.writeValueAsBytes(bench)));
    return command;
  }

  /** A debugger's port is taken by this JVM. */
  private static boolean isAgent(String flag) {
    return flag.startsWith("-agent") || flag.startsWith("-javaagent") || flag.startsWith("-Xrun");
  }
}
