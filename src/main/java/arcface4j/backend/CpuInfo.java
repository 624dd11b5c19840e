package arcface4j.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Linux's description of the processor.
 *
 * @param file {@code /proc/cpuinfo}
 */
record CpuInfo(Path file) {

  static final CpuInfo LINUX = new CpuInfo(Path.of("/proc/cpuinfo"));

  /** The value of the first line that begins with this key; nothing on other systems. */
  Optional<String> first(String key) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
