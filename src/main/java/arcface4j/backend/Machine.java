package arcface4j.backend;

/**
 * The machine of a run, for the record.
 *
 * @param processor model name, or the architecture where the system does not tell
 * @param cores logical processors that the JVM may use
 * @param maxHeapBytes limit of the JVM's heap
 * @param system name, version and architecture of the operating system
 */
public record Machine(String processor, int cores, long maxHeapBytes, String system) {

  /** This machine. */
  public static Machine current() {
    String architecture = System.getProperty("os.arch");
    return new Machine(
        ProcFile.CPU.first("model name").orElse(architecture),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory(),
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"), System.getProperty("os.version"), architecture));
  }
}
