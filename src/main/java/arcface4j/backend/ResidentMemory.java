package arcface4j.backend;

import java.nio.file.Path;
import java.util.OptionalLong;

/** The memory of this process as Linux counts it. */
public final class ResidentMemory {

  private static final ProcFile STATUS = new ProcFile(Path.of("/proc/self/status"));
  private static final long KIB = 1024;

  private ResidentMemory() {}

  /** The most that was resident at once since the process began, in bytes, where it is known. */
  public static OptionalLong peakBytes() {
    return STATUS.first("VmHWM").map(ResidentMemory::bytes).stream().mapToLong(b -> b).findFirst();
  }

  /** Linux writes {@code 1234 kB}. */
  private static long bytes(String value) {
    return Long.parseLong(value.split(" ")[0]) * KIB;
  }
}
