package arcface4j.search;

/**
 * What the vectors of an index are; only vectors of the same kind can be compared with them.
 *
 * @param width D
 * @param fingerprint of the model that made them: 64 hexadecimal digits
 * @param withMirrored whether the features of the mirrored image are added
 */
public record IndexKind(int width, String fingerprint, boolean withMirrored) {

  /** Checks the width and the digits. */
  public IndexKind {
    if (width < 1) {
      throw new IllegalArgumentException("embedding width " + width + " is not positive");
    }
    if (!fingerprint.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("'" + fingerprint + "' is not 64 hexadecimal digits");
    }
  }
}
