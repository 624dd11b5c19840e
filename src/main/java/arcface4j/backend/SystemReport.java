package arcface4j.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * What will be used, a line each.
 *
 * @param backend what is on board and where it would run
 * @param engine says the state of the fast engine in a few words; asked where it is on board
 */
public record SystemReport(Backend backend, Supplier<String> engine) {

  private static final List<String> INSTRUCTIONS =
      List.of("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16", "amx_tile", "asimd");
  private static final double GIB = 1L << 30;

  /** The report; the lines that only a loaded backend can fill say why it is not loaded. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    add(lines, "Java", "%s, %s", Runtime.version(), System.getProperty("java.vm.name"));
    add(lines, "System", "%s %s", System.getProperty("os.name"), System.getProperty("os.arch"));
    add(lines, "Processor", "%s", processor());
    add(lines, "Instructions", "%s", instructions());
    add(lines, "Backend", "%s", loaded());
    add(lines, "Natives", "%s", nativeVariant());
    add(lines, "Threads", "%s", threads());
    add(lines, "Memory", "%s", memory());
    add(lines, "oneDNN", "%s", onednn());
    add(lines, "GPU", "%s", gpu());
    return lines;
  }

  private static String processor() {
    Machine machine = Machine.current();
    return machine.processor() + ", " + machine.cores() + " cores for this process";
  }

  private static void add(List<String> lines, String name, String format, Object... values) {
    lines.add("%-13s %s".formatted(name, String.format(Locale.ROOT, format, values)));
  }

  private static String instructions() {
    List<String> flags =
        Arrays.asList(
            ProcFile.CPU
                .first("flags")
                .or(() -> ProcFile.CPU.first("Features"))
                .orElse("")
                .split(" "));
    String known = INSTRUCTIONS.stream().filter(flags::contains).collect(Collectors.joining(", "));
    return known.isEmpty() ? "not known on this system" : known;
  }

  private String loaded() {
    if (backend.problem().isPresent()) {
      return backend.kind() + ", which cannot run here (see below)";
    }
    backend.load();
    return "%s (%s), ND4J %s"
        .formatted(
            backend.kind(),
            Nd4j.getBackend().getClass().getSimpleName(),
            Libraries.versions().get("DeepLearning4J"));
  }

  private String nativeVariant() {
    return Loader.getPlatform() + nativeSuffix();
  }

  private String nativeSuffix() {
    String folder = "org/nd4j/linalg/cpu/nativecpu/bindings/" + Loader.getPlatform();
    return Stream.of("-onednn-avx512", "-onednn-avx2", "-onednn", "-avx512", "-avx2", "-compat", "")
        .filter(suffix -> getClass().getClassLoader().getResource(folder + suffix + "/") != null)
        .findFirst()
        .orElse("");
  }

  private String threads() {
    if (backend.problem().isPresent()) {
      return "-";
    }
    String asked = OpenMpThreads.ofEnvironment().asked();
    return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads()
        + " of OpenMP"
        + (asked.isEmpty() ? "" : ", OMP_NUM_THREADS=" + asked);
  }

  private static String memory() {
    return String.format(
        Locale.ROOT,
        "%.1f GiB heap (-Xmx), %.1f GiB in all (maxphysicalbytes), %.1f GiB in this machine",
        Runtime.getRuntime().maxMemory() / GIB,
        Pointer.maxPhysicalBytes() / GIB,
        Pointer.totalPhysicalBytes() / GIB);
  }

  private String onednn() {
    return backend.kind() == BackendKind.CUDA
        ? "not on board of the CUDA build"
        : engine.get() + "; the default engine";
  }

  private String gpu() {
    if (backend.gpus().isEmpty()) {
      return "none, or no NVIDIA driver";
    }
    return backend.gpus().stream().map(Gpu::toString).collect(Collectors.joining("; "));
  }
}
