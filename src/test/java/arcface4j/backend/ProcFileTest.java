package arcface4j.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFileTest {

  @TempDir Path folder;

  @Test
  void theFirstLineOfAKeyCounts() throws IOException {
    Path file = folder.resolve("cpuinfo");
    Files.writeString(file, "processor : 0\nmodel name\t: Fast: One\nmodel name : Other\n");
    assertEquals(Optional.of("Fast: One"), new ProcFile(file).first("model name"));
    assertEquals(Optional.empty(), new ProcFile(file).first("flags"));
  }

  @Test
  void anotherSystemHasNoSuchFile() {
    assertEquals(Optional.empty(), new ProcFile(folder.resolve("none")).first("model name"));
  }
}
