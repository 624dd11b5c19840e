package arcface4j.backend;

/** The ND4J backend in this build: the processor, or CUDA where it was built with -Pcuda. */
public enum BackendKind {
  CPU("org/nd4j/linalg/cpu/nativecpu/CpuBackend.class"),
  CUDA("org/nd4j/linalg/jcublas/JCublasBackend.class");

  private final String marker;

  BackendKind(String marker) {
    this.marker = marker;
  }

  /**
   * The backend on the class path, found without loading it.
   *
   * @throws BackendException if there is none
   */
  public static BackendKind onBoard() {
    ClassLoader loader = BackendKind.class.getClassLoader();
    for (BackendKind kind : values()) {
      if (loader.getResource(kind.marker) != null) {
        return kind;
      }
    }
    throw new BackendException(
        "this build has no ND4J backend on board; build it with `mvn package`, or `mvn -Pcuda"
            + " -DskipTests package`");
  }

  /** Whether oneDNN, which the fast engine computes with, comes with it. */
  public boolean hasOnednn() {
    return this == CPU;
  }
}
