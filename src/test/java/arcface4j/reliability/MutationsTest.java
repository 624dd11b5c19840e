package arcface4j.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import arcface4j.testing.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousandth of what {@code docs/reliability.md} tells. */
class MutationsTest {

  private static final Path PICTURES = Path.of("src", "test", "resources", "images");

  @Test
  @Tag("slow")
  void noDamagedFileEndsInAnythingButARefusal(@TempDir Path folder) throws Exception {
    try (ChildJvm child =
        ChildJvm.withOptions(
            List.of("-Xmx1g"),
            Mutations.class,
            "100",
            "2",
            folder.toString(),
            PICTURES.toAbsolutePath().toString())) {
      List<String> lines = child.remaining();
      assertEquals(0, child.exitCode(), child.errors());
      assertEquals("faults 0", lines.get(lines.size() - 1), String.join("\n", lines));
    }
  }
}
