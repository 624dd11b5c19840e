package arcface4j.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine of a run, for the record.
 *
 * @param processor model name, or the architecture where the system does not tell
 * @param cores logical processors that the JVM may use
 * @param maxHeapBytes limit of the JVM's heap
 * @param system name, version and architecture of the operating system
 */
public record Machine(String processor, int cores, long maxHeapBytes, String system) {

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  /** This machine. */
  public static Machine current() {
    String architecture = System.getProperty("os.arch");
    return new Machine(
        processor(CPU_INFO, architecture),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory(),
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"), System.getProperty("os.version"), architecture));
  }

  static String processor(Path cpuInfo, String otherwise) {
    try (Stream<String> lines = Files.lines(cpuInfo, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }
}
