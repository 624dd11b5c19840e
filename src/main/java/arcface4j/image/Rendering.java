package arcface4j.image;

/** What the samples of a file mean. */
public enum Rendering {
  /**
   * As models of the first releases saw it: rows as they are stored, whatever EXIF says of their
   * orientation, and the colours that the JDK makes of them.
   */
  AS_STORED,
  /** As a viewer shows it: upright, and in sRGB. */
  AS_SHOWN
}
