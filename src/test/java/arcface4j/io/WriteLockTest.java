package arcface4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteLockTest {

  @TempDir Path folder;

  @Test
  void oneAtATimeHasItAndNothingIsLeft() throws IOException {
    Path file = folder.resolve("a.ckpt");
    WriteLock first = WriteLock.on(file);
    try (first) {
      WriteLock.on(folder.resolve("b.ckpt")).close();
      IOException refusal = assertThrows(IOException.class, () -> WriteLock.on(file));
      assertEquals(
          "another process writes to " + file + "; wait until it ends, or write elsewhere",
          refusal.getMessage());
    }
    WriteLock.on(file).close();
    assertEquals(List.of(), files());
  }

  /** Such as a killed process leaves. */
  @Test
  void aFileWithoutALockKeepsNobodyOut() throws IOException {
    Files.createFile(folder.resolve(".a.ckpt.lock"));
    WriteLock.on(folder.resolve("a.ckpt")).close();
    assertEquals(List.of(), files());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
