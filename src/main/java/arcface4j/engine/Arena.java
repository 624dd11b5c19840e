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

  private static long freeBytes() {
    long limit = Pointer.maxPhysicalBytes(); // of this process, as for ND4J's arrays; 0: none
    long ofLimit = limit == 0 ? Long.MAX_VALUE : Math.max(0, limit - Pointer.physicalBytes());
    return Math.min(ofLimit, Math.min(Pointer.availablePhysicalBytes(), freeOfContainer()));
  }

  // What a container counts as used has the page cache in it, which the kernel gives back: half of
  // its memory is granted in any case.
  private static long freeOfContainer() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long total = system.getTotalMemorySize();
    return total < Pointer.totalPhysicalBytes()
        ? Math.max(system.getFreeMemorySize(), total / 2)
        : Long.MAX_VALUE;
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
