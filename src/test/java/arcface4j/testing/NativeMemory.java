package arcface4j.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How the resident memory of a JVM grows. Its Java heap is touched at the start and stays as large
 * as it is, so that what grows is native.
 */
public final class NativeMemory {

  private static final long PAGE = 4096;
  private static final List<String> FIXED_HEAP = List.of("-Xms256m", "-XX:+AlwaysPreTouch");

  private NativeMemory() {}

  /** Of this process, in bytes. */
  public static long resident() throws IOException {
    return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]) * PAGE;
  }

  /** Runs {@code main} in a JVM of its own and asserts the growth that it prints, in bytes. */
  public static void assertFlat(Class<?> main, long limit, String... arguments) throws Exception {
    try (ChildJvm child = ChildJvm.withOptions(FIXED_HEAP, main, arguments)) {
      List<String> lines = child.remaining();
      assertEquals(0, child.exitCode(), child.errors());
      long grown = Long.parseLong(lines.get(lines.size() - 1));
      assertTrue(grown < limit, "grew by %,d bytes; the limit is %,d".formatted(grown, limit));
    }
  }
}
