package arcface4j.backend;

import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The backend of this build on this machine.
 *
 * @param kind what is on board
 * @param gpus what the machine has; the CPU build does without
 */
public record Backend(BackendKind kind, List<Gpu> gpus) {

  /** What will compute; a driver is asked for GPUs where the build can use them. */
  public static Backend detect() {
    BackendKind kind = BackendKind.onBoard();
    return new Backend(kind, kind == BackendKind.CUDA ? Gpu.detect() : List.of());
  }

  /** Why this backend cannot run here and what to do about it, in one line, or nothing. */
  public Optional<String> problem() {
    return OpenMpThreads.ofEnvironment().problem().or(this::problemOfGpus);
  }

  private Optional<String> problemOfGpus() {
    if (kind == BackendKind.CPU) {
      return Optional.empty();
    }
    if (gpus.isEmpty()) {
      return Optional.of(
          "this is the CUDA build and there is no NVIDIA GPU with a driver here (nvidia-smi finds"
              + " none); install the driver, or build for the processor with `mvn package`");
    }
    if (gpus.stream().allMatch(Gpu::isUnsupported)) {
      Gpu gpu = gpus.get(0);
      return Optional.of(
          "nd4j-cuda 11.6 has no code for the %s of compute capability %s: it runs on 3.7 and 5.0 to 8.x;"
                  .formatted(gpu.name(), gpu.capability().orElseThrow())
              + " use such a GPU, or build for the processor with `mvn package`");
    }
    return Optional.empty();
  }

  /**
   * Loads ND4J, for computing on this thread.
   *
   * @throws BackendException if the backend cannot run here
   */
  public void load() {
    problem()
        .ifPresent(
            reason -> {
              throw new BackendException(reason);
            });
    try {
      Nd4j.getBackend();
      Nd4j.getExecutioner();
      useOwnProcessors();
    } catch (LinkageError | RuntimeException e) {
      throw new BackendException(failure(), e);
    }
  }

  /**
   * Lets OpenMP, and so oneDNN, use the processors of this process, or as many as {@code
   * OMP_NUM_THREADS} says. It counts for the calling thread alone. By itself OpenMP takes no notice
   * of a container's quota; and ND4J gives the thread that loads it as many as one of the machine's
   * sockets has cores, whoever else has them.
   */
  private void useOwnProcessors() {
    if (kind == BackendKind.CPU) {
      NativeOpsHolder.getInstance()
          .getDeviceNativeOps()
          .setOmpNumThreads(OpenMpThreads.ofEnvironment().count());
    }
  }

  private String failure() {
    return kind == BackendKind.CUDA
        ? "ND4J's CUDA backend does not load; it needs CUDA 11.6 with libcublas.so.11,"
            + " libcusolver.so.11 and libcudnn.so.8 on the library path; --debug shows the cause"
        : "ND4J's native library does not load; it needs a 64-bit system with glibc 2.27 or newer"
            + " and room for 450 MB in ~/.javacpp; --debug shows the cause";
  }
}
