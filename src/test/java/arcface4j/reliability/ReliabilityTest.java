package arcface4j.reliability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A handful of what {@code docs/reliability.md} tells of whole runs. */
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no kill and no tmpfs")
class ReliabilityTest {

  @TempDir Path folder;

  @Test
  void whatWasReportedIsThereAfterAKill() throws Exception {
    assertEquals(5, Kills.run(5, 1, folder, "").size());
  }

  @Test
  void aFullDiskIsToldAndChangesNothing() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(succeeds("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString()));
    try {
      int full =
          FullDisk.run(11, 1, folder, disk).values().stream().mapToInt(count -> count[1]).sum();
      assertTrue(full > 0, "the disk was never full");
    } finally {
      succeeds("umount", disk.toString());
    }
  }

  /** Mounting needs root. */
  private static boolean succeeds(String... words) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
