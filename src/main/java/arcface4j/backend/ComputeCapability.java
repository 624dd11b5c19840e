package arcface4j.backend;

import java.util.List;

/**
 * A GPU's generation, such as 8.6.
 *
 * @param major machine code runs within one major generation only
 * @param minor and there on its own minor one and newer
 */
public record ComputeCapability(int major, int minor) {

  /** What nd4j-cuda-11.6 M2.1 has machine code for; it carries no PTX for anything else. */
  private static final List<ComputeCapability> COMPILED =
      List.of(
          new ComputeCapability(3, 7),
          new ComputeCapability(5, 0),
          new ComputeCapability(5, 2),
          new ComputeCapability(6, 0),
          new ComputeCapability(6, 1),
          new ComputeCapability(7, 0),
          new ComputeCapability(7, 5),
          new ComputeCapability(8, 0),
          new ComputeCapability(8, 6));

  /**
   * Reads {@code "8.6"}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static ComputeCapability parse(String text) {
    String[] parts = text.strip().split("\\.");
    if (parts.length != 2) {
      throw new IllegalArgumentException("'" + text + "' is not a compute capability such as 8.6");
    }
    return new ComputeCapability(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  /** Whether nd4j-cuda-11.6 has code that runs on this generation. */
  public boolean isSupported() {
    return COMPILED.stream().anyMatch(code -> code.major == major && code.minor <= minor);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
