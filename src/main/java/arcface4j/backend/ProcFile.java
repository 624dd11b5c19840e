package arcface4j.backend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of Linux's with a key and a value in each line.
 *
 * @param file such as {@code /proc/cpuinfo}
 */
record ProcFile(Path file) {

  /** The processor. */
  static final ProcFile CPU = new ProcFile(Path.of("/proc/cpuinfo"));

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
