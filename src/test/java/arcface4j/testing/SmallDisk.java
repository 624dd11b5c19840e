package arcface4j.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A file system of a few bytes in memory, to be filled; mounting it needs rights. */
public final class SmallDisk implements AutoCloseable {

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts one at a new folder; empty where that is not permitted. */
  public static Optional<SmallDisk> mount(Path folder, int bytes) throws Exception {
    Files.createDirectories(folder);
    boolean mounted =
        succeeds("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", folder.toString());
    return mounted ? Optional.of(new SmallDisk(folder)) : Optional.empty();
  }

  /** From now on nothing can be written to it, also not by root. */
  public void makeReadOnly() throws Exception {
    if (!succeeds("mount", "-o", "remount,ro", folder.toString())) {
      throw new AssertionError("the disk does not become read-only");
    }
  }

  @Override
  public void close() throws Exception {
    succeeds("umount", "-l", folder.toString());
  }

  private static boolean succeeds(String... words) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(List.of(words)).redirectErrorStream(true).start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
