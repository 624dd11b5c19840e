package arcface4j.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A second JVM that runs a {@code main} class, to be signalled and killed. It stands in a country
 * whose numbers look different.
 */
public final class ChildJvm implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path errors;
  private final BufferedReader output;

  private ChildJvm(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  public static ChildJvm start(Class<?> main, String... arguments) throws IOException {
    return start(List.of(), main, arguments);
  }

  /** Starts it behind the words of another command, such as a shell with limits. */
  public static ChildJvm start(List<String> before, Class<?> main, String... arguments)
      throws IOException {
    return start(before, Map.of(), List.of(), main, arguments);
  }

  /** Starts it with variables in its environment. */
  public static ChildJvm start(Map<String, String> environment, Class<?> main, String... arguments)
      throws IOException {
    return start(List.of(), environment, List.of(), main, arguments);
  }

  /** Starts it with options of the JVM, which stand last and win. */
  public static ChildJvm withOptions(List<String> options, Class<?> main, String... arguments)
      throws IOException {
    return start(List.of(), Map.of(), options, main, arguments);
  }

  private static ChildJvm start(
      List<String> before,
      Map<String, String> environment,
      List<String> options,
      Class<?> main,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-XX:-UsePerfData"); // containers of equal process ids would meet in its folder
    command.addAll(List.of("-Duser.language=de", "-Duser.country=DE"));
    command.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=4g");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(options);
    command.add(main.getName());
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile("child", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    return new ChildJvm(builder.start(), errors);
  }

  /** The next line of its output, or null at the end. */
  public String line() throws IOException {
    return output.readLine();
  }

  /** The lines up to its end. */
  public List<String> remaining() {
    return output.lines().toList();
  }

  /** What it wrote to standard error so far. */
  public String errors() throws IOException {
    return Files.readString(errors);
  }

  /** The same for a message that is made when it is needed. */
  public String errorText() {
    try {
      return errors();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends its standard input. */
  public void end() throws IOException {
    process.getOutputStream().close();
  }

  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  public int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the child does not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(errors);
  }
}
