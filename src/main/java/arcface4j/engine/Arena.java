package arcface4j.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;

/**
 * One block of native memory.
 *
 * <p>malloc promises more than the machine has and the process dies when it is touched, so the size
 * is compared with the memory of the machine (or container) before.
 */
final class Arena implements AutoCloseable {

  /** Bytes of a cache line, and of the widest vector register. */
  static final int ALIGNMENT = 64;

  private final long bytes;
  private Pointer block;

  /**
   * Allocates.
   *
   * @param what for the message of the exception
   * @throws EngineException if the memory is not there
   */
  Arena(long bytes, Supplier<String> what) {
    this.bytes = bytes;
    if (bytes > freeBytes()) {
      throw refused(bytes, what);
    }
    block = Pointer.malloc(bytes + ALIGNMENT);
    if (Pointer.isNull(block)) {
      throw refused(bytes, what);
    }
  }

  private static EngineException refused(long bytes, Supplier<String> what) {
    return new EngineException(
        what.get()
            + " needs "
            + bytes
            + " bytes, and "
            + freeBytes()
            + " bytes are free; use a smaller batch");
  }

  // Free memory of the machine leaves out the page cache, which the kernel gives back: half of all
  // memory is granted in any case.
  private static long freeBytes() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return Math.max(system.getFreeMemorySize(), system.getTotalMemorySize() / 2);
  }

  long bytes() {
    return bytes;
  }

  long address() {
    if (block == null) {
      throw new IllegalStateException("native memory of " + bytes + " bytes was closed");
    }
    return (block.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  void clear() {
    Pointer.memset(new NativeAddress(address()), 0, bytes);
  }

  @Override
  public void close() {
    if (block != null) {
      Pointer.free(block);
      block = null;
    }
  }
}
